/** What sessions send back. */
import {
  type AnswerFrame,
  type AssignmentId,
  auditPpmFor,
  isVoting,
  PROBATION,
  type ResultBlock,
  sha256Hex,
} from '@manyhands/protocol';
import { accept } from './accepting.ts';
import { adopt } from './adopting.ts';
import { isOwed, requeue, takeAudit } from './auditing.ts';
import { type CheckedAnswer, Cutter, checkAnswer } from './cutting.ts';
import { giveUp, removeFlight } from './flights.ts';
import type { UnitAnswer } from './journal.ts';
import { isOnProbation, learn } from './pacing.ts';
import { castVote, closeCredit, MAX_FAILURES, voteByReferee } from './quorum.ts';
import {
  type Assignment,
  type AuditPart,
  type DeviceState,
  NEVER,
  type OpenJob,
  type PendingCredit,
  type Session,
  type Unit,
} from './state.ts';
import { type AnswerHead, TakenAnswer } from './taken-answer.ts';
import { ratioOf, timedOn } from './time-ratios.ts';
import { dropCopy, returnUnit, split } from './units.ts';
import { offer, type World } from './world.ts';

/** An answer to all of an assignment, or to its first items; the rest is given back. */
export function takeAnswer(world: World, session: Session, frame: AnswerFrame, arrivedAt: number): void {
  const assignment = session.assignments.get(frame.assignment as AssignmentId);
  // Sent again over a new connection before the commit: it is credited with that.
  if (assignment === undefined && world.uncredited.has(frame.assignment as AssignmentId)) return;
  // Given to an earlier process, or to others meanwhile: perhaps it is still worth something.
  if (assignment === undefined) adopt(world, session, frame);
  else takeResults(world, assignment, frame, arrivedAt);
}

export function takeResults(
  world: World,
  assignment: Assignment,
  frame: AnswerFrame,
  arrivedAt: number,
): void {
  const { session, units, counts, audits } = assignment;
  const answer = checkAnswer(frame, assignment.items, Number(assignment.job.terms.fuelCap));
  removeFlight(world, assignment);
  const credit = { session, assignment: assignment.id, slice: assignment.slice?.id ?? null, open: 1 };
  world.uncredited.add(assignment.id);
  // When an answer from the past was begun, nobody knows.
  if (assignment.dueAt !== NEVER) {
    const { beganAt, issuedAt } = assignment;
    if (beganAt >= 0) noteRatio(world, assignment, answer, arrivedAt - beganAt);
    const ms = arrivedAt - (beganAt < 0 ? issuedAt : beganAt);
    learn(assignment, { items: answer.count, fuel: answer.fuel, bytes: frame.outputs.length, ms });
  }
  const cutter = new Cutter(answer, audits, units.length);
  const { device, link } = session;
  const head = { assignment: assignment.id, device: device.id, paid: link.paid };
  let isTaken = false;
  const place = { assignment, cutter, counts, head, credit };
  for (let k = 0; k < units.length; k++) if (takeUnit(world, place, k)) isTaken = true;
  for (const part of audits) if (takeAuditPart(world, session, part, answer)) isTaken = true;
  if (isTaken) closeCredit(world, credit);
  else {
    // Others were faster with all of it: nothing will be committed, so nothing is credited [CM1].
    world.uncredited.delete(assignment.id);
    if (world.sessions.has(session)) session.link.send({ kind: 'cancel', assignment: assignment.id });
  }
}

interface Place {
  readonly assignment: Assignment;
  readonly cutter: Cutter;
  readonly counts: readonly number[];
  readonly head: AnswerHead;
  readonly credit: PendingCredit;
}

function takeUnit(world: World, place: Place, k: number): boolean {
  const { assignment, cutter, counts, credit } = place;
  const unit = assignment.units[k];
  const isWanted = isOpen(unit, assignment);
  // A copy of a unit that somebody else cut short meanwhile may have more than is wanted.
  const cut = cutter.next(counts[k], isWanted ? unit.count : 0);
  const { policy } = unit.slice.job.terms;
  const isShort = cut !== null && cut.block.count < unit.count;
  if (!isWanted || cut === null || (isVoting(policy) && isShort && unit.votes !== null)) {
    returnUnit(world, unit, assignment);
    return false;
  }
  dropCopy(unit, assignment);
  if (isShort) split(world, unit, cut.block.count);
  const { session } = assignment;
  const answer = answerOf(world, place, k, cut.block);
  const { prefix } = session.party;
  if (isVoting(policy)) {
    credit.open++;
    castVote(world, unit, { answer, prefix, fuel: cut.fuel, passed: session.device.passed, credit });
    return true;
  }
  accept(world, unit, { answer, fuel: cut.fuel, trapped: cut.trapped, prefix });
  return true;
}

/** On probation at least as many items are checked of a short unit as of a whole one. */
function ratePpmFor(world: World, { terms }: OpenJob, device: DeviceState, items: number): number {
  const ppm = auditPpmFor(terms.policy, device.passed);
  if (ppm === 0 || !isOnProbation(world, device)) return ppm;
  return Math.max(ppm, Math.min(1_000_000, Math.ceil((PROBATION.unitItems * PROBATION.auditPpm) / items)));
}

/** Whether a unit still waits for this assignment's answer: it loses its copies when another one is taken. */
const isOpen = (unit: Unit, assignment: Assignment): boolean =>
  (unit.copy === assignment || unit.copies?.includes(assignment) === true) &&
  (unit.state.kind === 'inFlight' || unit.state.kind === 'waiting');

function answerOf(world: World, { assignment, head }: Place, k: number, block: ResultBlock): UnitAnswer {
  const { job, session } = assignment;
  const ratePpm = ratePpmFor(world, job, session.device, block.count);
  return new TakenAnswer(head, k, sha256Hex(block.bytes), ratePpm, block);
}

function takeAuditPart(
  world: World,
  session: Session,
  { at, audit }: AuditPart,
  answer: CheckedAnswer,
): boolean {
  if (!isOwed(audit) || session.device.banned || audit.state === 'referee') return false;
  if (at < answer.count) {
    takeAudit(world, audit, session, { answer, at });
    return true;
  }
  if (audit.state === 'assigned') requeue(world, audit);
  return false;
}

/** What the device's time says of its engine. Nobody is paid by it: its fuel is its own word until it is audited. */
function noteRatio(world: World, assignment: Assignment, { columns, fuel }: CheckedAnswer, ms: number): void {
  const { session, job, slice, audits } = assignment;
  const rate = (slice ?? audits[0].audit.unit.slice).rate;
  const ratio = ratioOf(ms, columns.statuses, (fuel * rate) / 1e15);
  if (ratio !== null) world.ratios.note(timedOn(job, session.link.agent, session.device.id), ratio);
}

/** Nothing was computed. A failure of the device is never a vote; a unit that fails everywhere goes to the referee. */
export function takeBack(world: World, session: Session, id: string, reason: string): void {
  const assignment = session.assignments.get(id as AssignmentId);
  if (assignment === undefined) return;
  removeFlight(world, assignment);
  // Failed, or what the units need could not be fetched: somebody else is asked next.
  if (reason !== 'paused') for (const unit of assignment.units) noteFailure(unit, assignment);
  giveUp(world, assignment);
  for (const unit of assignment.units)
    if (unit.failures >= MAX_FAILURES && unit.state.kind === 'waiting') voteByReferee(world, unit);
  offer(world, assignment.job);
}

/** Of several units nobody knows which one it was: each is given out alone from now on. */
function noteFailure(unit: Unit, { session, units }: Assignment): void {
  unit.failedOn ??= new Set();
  unit.failedOn.add(session.device.id);
  if (units.length === 1) unit.failures++;
}
