/** Finds auditors for what was drawn, and takes their results. */
import {
  type DeviceId,
  type ItemIndex,
  type ItemResult,
  itemDigest,
  ResultBlock,
  refereePpmOf,
  resultAt,
  toHex,
} from '@manyhands/protocol';
import { sameResult } from '../domain/verdict.ts';
import { pickAuditor } from './auditors.ts';
import { type CheckedAnswer, fuelAt, isSameAt, itemAt } from './cutting.ts';
import { dispute } from './disputes.ts';
import type { Auditor, CommitBatch, PaidTo } from './journal.ts';
import { PRIORITY, runReferee } from './refereeing.ts';
import { settleIfDone } from './settling.ts';
import {
  type AcceptedUnit,
  type Audit,
  type DeviceState,
  type Earned,
  type ExitCheck,
  isAccepted,
  type Session,
  type Unit,
} from './state.ts';
import { noteTiming } from './timing.ts';
import { digestOf, type Trace, traceOf } from './traces.ts';
import { deviceOf } from './units.ts';
import { markDirty, type World } from './world.ts';

/** How long an audit waits for another device to be there before the referee does it. */
const ALONE_MS = 300;
/** The same while the referee has more to do than it should. */
const ALONE_BUSY_MS = 5_000;
/** How long an auditor may leave an audit lying before another one is asked. */
const DUE_MS = 5_000;
/** How often is looked for such. */
const PASS_OVER_MS = 500;
const MAX_TRIES = 3;
const UNSEEN = -1;

/** At most so many audits of one answer go to the same device, where there are enough for several devices. */
const TOGETHER = 8;
/** At least so many devices look at an answer of which so much is audited. */
const LOOKERS = 4;

/**
 * Notes that items of a unit are to be audited, as part of an exit check or by themselves, and looks for auditors. Where they
 * are many, several of them have the same auditor: it is looked for once. Auditors take turns along the unit, so that no run of
 * items rests on the word of one: up to as many wrong items as there are auditors are looked at by different ones, which is what
 * a certificate's bound counts on [VF5].
 */
export function oweAudits(
  world: World,
  unit: AcceptedUnit,
  positions: readonly number[],
  exit: ExitCheck | null,
): void {
  if (positions.length === 0) return;
  const audits = positions.map((position) => newAudit(unit, position, exit, null));
  owe(unit, audits);
  const together = Math.min(TOGETHER, Math.max(1, Math.floor(audits.length / LOOKERS)));
  const lookers = Math.ceil(audits.length / together);
  for (let i = 0; i < lookers; i++) {
    const auditor = pickAuditor(world, unit);
    for (let at = i; at < audits.length; at += lookers) give(world, audits[at], auditor);
  }
}

/** One audit by itself, of an answer whose bytes are gone. */
export function oweAgain(world: World, unit: AcceptedUnit, position: number, expected: Trace): void {
  const audit = newAudit(unit, position, null, expected);
  owe(unit, [audit]);
  queueAudit(world, audit);
}

const newAudit = (
  unit: AcceptedUnit,
  position: number,
  exit: ExitCheck | null,
  expected: Trace | null,
): Audit => ({ unit, position, expected, exit, state: 'queued', since: UNSEEN, tries: 0 });

function owe(unit: AcceptedUnit, audits: Audit[]): void {
  const { state } = unit;
  if (state.owed.length === 0) state.owed = audits;
  else state.owed.push(...audits);
  if (state.kind === 'final') unit.slice.owedLate += audits.length;
  const { exit } = audits[0];
  if (exit) exit.pending += audits.length;
}

export const isOwed = (audit: Audit): boolean => audit.state !== 'void';

/** Finds an auditor, or leaves the audit queued until somebody comes or the referee takes it. */
export function queueAudit(world: World, audit: Audit): void {
  give(world, audit, pickAuditor(world, audit.unit));
}

/** To the referee where it is its turn, to the device that was picked, or to whoever comes. */
function give(world: World, audit: Audit, auditor: DeviceState | null): void {
  const refereePpm = refereePpmOf(audit.unit.slice.job.terms.policy);
  const spent = audit.tries >= MAX_TRIES;
  // The coin is tossed once for each audit.
  const forReferee = spent || (audit.since === UNSEEN && world.ports.random() * 1e6 < refereePpm);
  audit.since = Math.floor(world.now());
  // A referee with too much to do is asked only for what nobody else can say.
  if (forReferee && world.strain <= 1) auditByReferee(world, audit);
  else if (auditor !== null) {
    audit.state = 'due';
    auditor.due.push(audit);
    world.auditing.add(auditor);
  } else {
    audit.state = 'queued';
    world.queued.push(audit);
  }
}

/** Hands audits that wait for nobody to the referee, and asks again where an auditor sits on one. */
export function tendAudits(world: World): void {
  const now = world.now();
  const alone = world.strain > 1 ? ALONE_BUSY_MS : ALONE_MS;
  // Those that still find nobody go to the end of the queue: a look at each of a few in every tick.
  for (let looks = Math.min(world.queued.length, 256); looks > 0; looks--) {
    const audit = world.queued.shift() as Audit;
    if (audit.state !== 'queued') continue;
    if (now - audit.since >= alone) auditByReferee(world, audit);
    else if (pickAuditor(world, audit.unit)) queueAudit(world, audit);
    else world.queued.push(audit);
  }
  if (now < world.nextPassOver) return;
  world.nextPassOver = now + PASS_OVER_MS;
  for (const device of world.auditing)
    if (device.due.length === 0) world.auditing.delete(device);
    // They are in the order in which they came.
    else if (now - device.due[0].since >= DUE_MS && !waitsForUs(world, device)) passOver(world, device);
}

/** It has room for what it is to audit, and its turn has not come lately. */
function waitsForUs(world: World, { sessions }: DeviceState): boolean {
  if (world.now() - world.pressedAt > DUE_MS) return false;
  for (const session of sessions) if (world.hungry.has(session)) return true;
  return false;
}

/** Asks others for what has lain with a device for too long. */
function passOver(world: World, device: DeviceState): void {
  const { due } = device;
  // A seat that is busy with long work will come to it: only who should have is passed over.
  const latest = world.now() - patience(device);
  const overdue = due.findIndex((audit) => audit.since > latest);
  const passed = overdue < 0 ? due : due.slice(0, overdue);
  device.due = overdue < 0 ? [] : due.slice(overdue);
  for (const audit of passed) if (audit.state === 'due') requeue(world, audit);
}

/** Three times as long as its seats take for what they have. */
function patience({ sessions }: DeviceState): number {
  let ms = DUE_MS;
  for (const { assignments } of sessions)
    for (const { dueAt, issuedAt } of assignments.values()) {
      ms = Math.max(ms, (3 * (dueAt - issuedAt)) / 8);
      break;
    }
  return ms;
}

/** Takes all audits back from a device that is gone. */
export function releaseDue(world: World, device: DeviceState): void {
  const released = device.due;
  device.due = [];
  for (const audit of released) if (audit.state === 'due') requeue(world, audit);
}

export function requeue(world: World, audit: Audit): void {
  audit.tries++;
  queueAudit(world, audit);
}

function auditByReferee(world: World, audit: Audit): void {
  audit.state = 'referee';
  const { unit, position } = audit;
  const item = (unit.first + position) as ItemIndex;
  const { job } = unit.slice;
  runReferee(world, {
    slice: unit.slice,
    items: [item],
    timed: true,
    priority: PRIORITY.audit,
    stillWanted: () => isOwed(audit),
    done: ([result]) => {
      noteTiming(world, job, item, result);
      if (matches(audit, result)) passAudit(world, audit, 'referee', NOBODY, Number(result.fuel));
      else dispute(world, { audit, auditor: 'referee', paid: NOBODY, result });
    },
    unable: () => waiveAudit(world, audit),
  });
}

const NOBODY: PaidTo = { payee: '', site: '' };

/** Nobody can do this audit: it neither passes nor counts. */
export function waiveAudit(world: World, audit: Audit): void {
  closeAudit(audit);
  markDirty(world, deviceOf(world, audit.unit));
  settleIfDone(world, audit.unit.slice);
}

export function closeAudit(audit: Audit): void {
  if (audit.state === 'void') return;
  audit.state = 'void';
  const { state, slice } = audit.unit;
  remove(state.owed, audit);
  if (state.kind === 'final') slice.owedLate--;
  if (audit.exit) audit.exit.pending--;
}

/** In no order afterwards. */
function remove(audits: Audit[], audit: Audit): void {
  const last = audits.pop() as Audit;
  if (last !== audit) audits[audits.indexOf(audit)] = last;
}

/** What was owed on an answer that counts no more. */
export function dropAudits(unit: Unit): void {
  if (isAccepted(unit)) for (const audit of [...unit.state.owed]) closeAudit(audit);
}

/** Whether an execution agrees with the answer. Of a final unit only traces of audited items are left. */
export function matches({ unit, position, expected }: Audit, result: ItemResult): boolean {
  if (expected !== null) return expected === traceOf(result);
  return sameResult(resultAt(unit.state.answer.results, position), result);
}

/** Hex digest of what was answered for the audited item. */
export const answeredDigest = ({ unit, position, expected }: Audit): string =>
  expected === null ? toHex(itemDigest(resultAt(unit.state.answer.results, position))) : digestOf(expected);

/** What an auditor returned for one item: it agrees, or there is a dispute. */
export function takeAudit(
  world: World,
  audit: Audit,
  { device, link: { paid } }: Session,
  { answer, at }: { readonly answer: CheckedAnswer; readonly at: number },
): void {
  const { unit, position, expected } = audit;
  const { results } = unit.state.answer;
  const agrees =
    expected === null && results instanceof ResultBlock
      ? isSameAt(results, position, answer, at)
      : matches(audit, itemAt(answer, at));
  if (agrees) {
    passAudit(world, audit, device.id, paid, fuelAt(answer, at));
    return;
  }
  const result = itemAt(answer, at);
  // The answer's memory is not kept for a dispute that may take a while.
  const kept = { ...result, output: result.output.slice() };
  dispute(world, { audit, auditor: device.id, paid, result: kept });
}

export function passAudit(world: World, audit: Audit, auditor: Auditor, paid: PaidTo, fuel: number): void {
  const { unit } = audit;
  const item = (unit.first + audit.position) as ItemIndex;
  closeAudit(audit);
  const { state } = unit;
  const earned: Earned = { auditor, paid, fuel, item };
  if (state.passed.length === 0) state.passed = [earned];
  else state.passed.push(earned);
  noteAudit(world, unit, { item, auditor, paid, fuel: BigInt(fuel), verdict: 'passed' });
  if (auditor !== 'referee') world.devices.get(auditor as DeviceId)?.vouched.add(unit);
  const worker = deviceOf(world, unit);
  settleIfDone(world, unit.slice);
  if (worker === undefined) return;
  world.findings.note(worker.passed, false);
  worker.passed++;
  // Off probation: its sessions are given more at once.
  if (worker.passed === 1) world.work++;
  if (state.kind === 'final') countLate(worker, unit, 1);
  else markDirty(world, worker);
}

type AuditNote = CommitBatch['audits'][number];

export function noteAudit(
  world: World,
  unit: AcceptedUnit,
  { item, auditor, paid, fuel, verdict }: Pick<AuditNote, 'item' | 'auditor' | 'paid' | 'fuel' | 'verdict'>,
): void {
  const { slice, first, attempt } = unit;
  const { id, fence, job } = slice;
  const worker = unit.state.answer.device;
  world.batch.batch.audits.push({
    job: job.terms.id,
    slice: id,
    fence,
    first,
    attempt,
    item,
    auditor,
    worker,
    paid,
    fuel,
    verdict,
  });
}

/** Audits of a final unit go on counting for the units before it that are still on hold. */
export function countLate(worker: DeviceState, unit: Unit, audits: number): void {
  for (let i = worker.held.length - 1; i >= 0; i--) {
    const held = worker.held[i];
    if (held.seq >= unit.seq) continue;
    held.state.carried = Math.max(0, held.state.carried + audits);
    return;
  }
}
