/** A mismatch is settled by the referee; whoever was wrong is banned, and its work is run again [VF2]. */
import { type DeviceId, type ItemIndex, type ItemResult, itemDigest, toHex } from '@manyhands/protocol';
import { sameResult } from '../domain/verdict.ts';
import { reopen } from './accepting.ts';
import {
  answeredDigest,
  countLate,
  isOwed,
  noteAudit,
  oweAgain,
  oweAudits,
  passAudit,
  requeue,
  waiveAudit,
} from './auditing.ts';
import { noteAuditor } from './auditors.ts';
import type { Auditor, BanEvidence, PaidTo } from './journal.ts';
import { leaveNow } from './leaving.ts';
import { MAX_FAILURES, voteByReferee } from './quorum.ts';
import { PRIORITY, runReferee } from './refereeing.ts';
import { type AcceptedUnit, type Audit, type DeviceState, isAccepted, type Unit } from './state.ts';
import { traceOfKept } from './traces.ts';
import { deviceOf } from './units.ts';
import { markDirty, type World } from './world.ts';

/** An execution that differs from the answer. */
export interface Dispute {
  readonly audit: Audit;
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  readonly result: ItemResult;
}

/**
 * An auditor's result differs from the answer. Also where the auditor is the referee itself: audits run as devices run
 * items, so that their time tells of theirs, and what bans somebody is executed with care.
 *
 * A device is a side of one dispute at a time: whoever disputes falsely is banned by the first, and costs the referee
 * one item however much it disputes [RF1].
 */
export function dispute(world: World, quarrel: Dispute): void {
  const { audit, auditor } = quarrel;
  const sides = [deviceOf(world, audit.unit), auditor === 'referee' ? undefined : world.devices.get(auditor)];
  audit.state = 'referee';
  if (sides.some((side) => side?.disputing)) {
    world.parkedDisputes.push(quarrel);
    return;
  }
  for (const side of sides) if (side) side.disputing = true;
  const over = (act: () => void) => (): void => {
    for (const side of sides) if (side) side.disputing = false;
    act();
    takeUpParked(world);
  };
  const item = (audit.unit.first + audit.position) as ItemIndex;
  runReferee(world, {
    slice: audit.unit.slice,
    items: [item],
    priority: PRIORITY.dispute,
    // Sides are to be freed whatever has become of the audit.
    stillWanted: () => true,
    done: ([truth]) => over(() => isOwed(audit) && settle(world, quarrel, truth))(),
    unable: over(() => isOwed(audit) && leaveOpen(world, audit)),
  });
}

function takeUpParked(world: World): void {
  const parked = world.parkedDisputes;
  world.parkedDisputes = [];
  for (const quarrel of parked) {
    const { audit, auditor } = quarrel;
    if (!isOwed(audit)) continue;
    if (auditor !== 'referee' && world.devices.get(auditor)?.banned) requeue(world, audit);
    else dispute(world, quarrel);
  }
}

/**
 * Two devices disagree and nobody can say who is right: neither is banned, and others execute the unit; but for a folded one,
 * which its fold would count twice then: such an audit is waived.
 */
function leaveOpen(world: World, audit: Audit): void {
  const { unit } = audit as { unit: Unit };
  if (!isAccepted(unit)) return;
  if (unit.state.isFolded) {
    waiveAudit(world, audit);
    return;
  }
  const device = deviceOf(world, unit);
  if (device) {
    unit.failedOn ??= new Set();
    unit.failedOn.add(device.id);
    unit.failures++;
    takeOff(device, unit);
  }
  reopen(world, unit);
  if (unit.failures >= MAX_FAILURES) voteByReferee(world, unit);
}

function takeOff(device: DeviceState, unit: Unit): void {
  const at = device.held.indexOf(unit as AcceptedUnit);
  if (at < 0) return;
  device.held.splice(at, 1);
  device.heldItems -= unit.count;
}

function settle(world: World, { audit, auditor, paid, result }: Dispute, truth: ItemResult): void {
  const { unit } = audit;
  const item = (unit.first + audit.position) as ItemIndex;
  // Read now: a ban of its worker takes the answer back.
  const { answer, positions, drawn } = unit.state;
  const right = toHex(itemDigest(truth));
  const answered = answeredDigest(audit);
  const workerWrong = answered !== right;
  const auditorWrong = !sameResult(truth, result);
  const evidence = (digest: string): BanEvidence => ({
    job: unit.slice.job.terms.id,
    item,
    assignment: answer.assignment,
    expected: right,
    answered: digest,
    answerPpm: answer.ratePpm,
    late: positions.indexOf(audit.position) >= drawn,
  });
  if (!workerWrong) passAudit(world, audit, 'referee', { payee: '', site: '' }, Number(truth.fuel));
  else {
    const by = auditorWrong ? 'referee' : auditor;
    noteAudit(world, unit, { item, auditor: by, paid, fuel: truth.fuel, verdict: 'refuted' });
    if (!auditorWrong)
      unit.arrears = [...(unit.arrears ?? []), { auditor, paid, fuel: Number(truth.fuel), item }];
    if (answer.device !== 'referee') {
      world.findings.note(deviceOf(world, unit)?.passed ?? 0, true);
      refute(world, answer.device, evidence(answered));
    }
  }
  if (auditorWrong && auditor !== 'referee') refute(world, auditor, evidence(toHex(itemDigest(result))));
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
    leaveNow(world, session);
  }
  noteAuditor(world, device);
  undoWork(world, device);
}

/** What a banned device answered here is run again, and what it vouched for is audited again. */
export function undoWork(world: World, device: DeviceState): void {
  const { held } = device;
  device.held = [];
  device.heldItems = 0;
  for (const unit of [...held, ...device.finals.takeAll()]) {
    if (!isAccepted(unit) || unit.state.answer.device !== device.id) continue;
    device.refutedItems += unit.count;
    reopen(world, unit);
  }
  for (const unit of new Set(device.vouched.takeAll())) withdrawVouches(world, device, unit);
}

/** What a liar vouched for is audited again by somebody else. */
function withdrawVouches(world: World, device: DeviceState, unit: Unit): void {
  if (!isAccepted(unit)) return;
  const { state } = unit;
  const withdrawn = state.passed.filter((earned) => earned.auditor === device.id && earned.item !== null);
  if (withdrawn.length === 0) return;
  state.passed = state.passed.filter((earned) => !withdrawn.includes(earned));
  const worker = deviceOf(world, unit);
  for (const earned of withdrawn) {
    const item = earned.item as ItemIndex;
    const { paid, fuel } = earned;
    noteAudit(world, unit, { item, auditor: device.id, paid, fuel: BigInt(fuel), verdict: 'withdrawn' });
    if (worker) worker.passed--;
  }
  const positions = withdrawn.map(({ item }) => (item as ItemIndex) - unit.first);
  if (state.kind === 'held') oweAudits(world, unit, positions, null);
  else {
    if (worker) countLate(worker, unit, -withdrawn.length);
    const traces = positions.map((position) => traceOfKept(state.kept, position));
    // Nothing is left to compare with: a unit restored as final is computed again, unless it is folded.
    if (traces.includes(null) && !state.isFolded) {
      reopen(world, unit);
      return;
    }
    positions.forEach((position, i) => {
      const trace = traces[i];
      if (trace !== null) oweAgain(world, unit, position, trace);
    });
  }
  markDirty(world, worker);
}
