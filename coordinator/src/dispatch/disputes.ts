/** A mismatch is settled by the referee; whoever was wrong is banned, and its work is run again [VF2]. */
import { type DeviceId, type ItemIndex, type ItemResult, itemDigest, toHex } from '@manyhands/protocol';
import { settleDispute } from '../domain/verdict.ts';
import { isOwed, oweAudit, passAudit, releaseDue, requeue } from './auditing.ts';
import type { Auditor, BanEvidence, PaidTo } from './journal.ts';
import { MAX_FAILURES, voteByReferee } from './quorum.ts';
import { runReferee } from './refereeing.ts';
import {
  type Audit,
  type DeviceState,
  isAccepted,
  type Session,
  type Unit,
  unitKey,
  type World,
} from './state.ts';
import { reopen, returnUnit } from './units.ts';

/**
 * An auditor's result differs from the answer. Also where the auditor is the referee itself: audits run as devices run
 * items, so that their time tells of theirs, and what bans somebody is executed with care.
 */
export function dispute(
  world: World,
  audit: Audit,
  auditor: Auditor,
  paid: PaidTo,
  result: ItemResult,
): void {
  const { unit } = audit;
  const item = (unit.first + audit.position) as ItemIndex;
  audit.state = 'referee';
  runReferee(world, {
    slice: unit.slice,
    items: [item],
    stillWanted: () => isOwed(audit),
    done: ([truth]) => settle(world, audit, auditor, paid, result, truth),
    unable: () => leaveOpen(world, unit),
  });
}

/** Two devices disagree and nobody can say who is right: neither is banned, and others execute the unit. */
function leaveOpen(world: World, unit: Unit): void {
  if (!isAccepted(unit)) return;
  if (unit.state.answer.device !== 'referee') unit.failedOn.add(unit.state.answer.device);
  reopen(world, unit);
  if (unit.failedOn.size >= MAX_FAILURES) voteByReferee(world, unit);
}

function settle(
  world: World,
  audit: Audit,
  auditor: Auditor,
  paid: PaidTo,
  result: ItemResult,
  truth: ItemResult,
): void {
  const { unit } = audit;
  if (!isAccepted(unit)) return;
  const item = (unit.first + audit.position) as ItemIndex;
  const { answer } = unit.state;
  const verdict = settleDispute(truth, answer.results[audit.position], result);
  const evidence = (answered: ItemResult): BanEvidence => ({
    job: unit.job.terms.id,
    item,
    assignment: answer.assignment,
    expected: toHex(itemDigest(truth)),
    answered: toHex(itemDigest(answered)),
  });
  if (verdict.workerWrong)
    world.batch.batch.audits.push({
      ...unitKey(unit),
      item,
      auditor: verdict.auditorWrong ? 'referee' : auditor,
      paid,
      fuel: truth.fuel,
      verdict: 'refuted',
    });
  else passAudit(world, audit, 'referee', { payee: '', site: '' }, truth.fuel);
  if (verdict.workerWrong && !verdict.auditorWrong)
    unit.arrears.push({ auditor, paid, fuel: truth.fuel, item });
  if (verdict.workerWrong && answer.device !== 'referee')
    refute(world, answer.device, evidence(answer.results[audit.position]));
  if (verdict.auditorWrong && auditor !== 'referee') refute(world, auditor, evidence(result));
}

/** Bans a device with the evidence, and undoes what rests on its word here. */
export function refute(world: World, device: DeviceId, evidence: BanEvidence): void {
  if (world.devices.get(device)?.banned) return;
  world.batch.batch.bans.push({ device, evidence });
  world.ports.report({ kind: 'banned', device, job: evidence.job, item: evidence.item });
  applyBan(world, device);
}

/** The consequences of a ban, whoever pronounced it. */
export function applyBan(world: World, id: DeviceId): void {
  const device = world.devices.get(id);
  if (device === undefined || device.banned) return;
  device.banned = true;
  for (const session of [...device.sessions]) {
    session.link.close(
      'DEVICE_BANNED',
      'an answer of this device was refuted by re-execution; its unpaid work is forfeited',
    );
    dropSession(world, session);
  }
  undoWork(world, device);
}

/** What a banned device answered here is run again, and what it vouched for is audited again. */
export function undoWork(world: World, device: DeviceState): void {
  for (const unit of [...device.units]) {
    device.refutedItems += unit.count;
    reopen(world, unit);
  }
  for (const unit of [...device.vouched]) withdrawVouches(world, device, unit);
  device.vouched.clear();
}

/** What a liar vouched for is audited again by somebody else. */
function withdrawVouches(world: World, device: DeviceState, unit: Unit): void {
  if (!isAccepted(unit)) return;
  const withdrawn = unit.state.passed.filter((earned) => earned.auditor === device.id);
  for (const earned of withdrawn) {
    unit.state.passed.splice(unit.state.passed.indexOf(earned), 1);
    const item = earned.item as ItemIndex;
    world.batch.batch.audits.push({
      ...unitKey(unit),
      item,
      auditor: device.id,
      paid: earned.paid,
      fuel: earned.fuel,
      verdict: 'withdrawn',
    });
    const worker =
      unit.state.answer.device === 'referee' ? undefined : world.devices.get(unit.state.answer.device);
    if (worker) worker.passed--;
    oweAudit(world, unit, item - unit.first, null);
  }
}

/** Gives back what a session held; nothing is lost but the time. */
export function dropSession(world: World, session: Session): void {
  if (!world.sessions.delete(session)) return;
  session.device.sessions.delete(session);
  session.open = 0;
  for (const assignment of [...session.assignments.values()]) {
    session.assignments.delete(assignment.id);
    for (const part of assignment.parts)
      if (part.kind === 'audit' && isOwed(part.audit)) requeue(world, part.audit);
    if (assignment.unit) returnUnit(world, assignment.unit, assignment);
  }
  if (session.device.sessions.size === 0) {
    session.device.leftAt = world.now();
    releaseDue(world, session.device, () => true);
  }
}
