/** What sessions send back. */
import {
  type AnswerFrame,
  type AssignmentId,
  answerDigest,
  auditPpmFor,
  type ItemResult,
  KnownError,
  LIMITS,
  toHex,
  unpackResults,
} from '@manyhands/protocol';
import { impossibleResult } from '../domain/verdict.ts';
import { isOwed, requeue, takeAudit } from './auditing.ts';
import { updateFinality } from './finality.ts';
import type { UnitAnswer } from './journal.ts';
import { castVote, MAX_FAILURES, voteByReferee } from './quorum.ts';
import { type Assignment, type Audit, isAccepted, type Session, type Unit, type World } from './state.ts';
import { ratioOf, timedOn } from './time-ratios.ts';
import { accept, returnUnit, split } from './units.ts';

/** An answer to all of an assignment, or to its first items; the rest is given back. */
export function takeAnswer(world: World, session: Session, frame: AnswerFrame): void {
  const assignment = session.assignments.get(frame.assignment as AssignmentId);
  if (assignment === undefined) {
    // Given to an earlier process, or cancelled meanwhile: nothing is owed for it and nothing is wrong with it.
    session.link.send({ kind: 'cancel', assignment: frame.assignment });
    return;
  }
  const results = checked(assignment, unpackResults(frame));
  session.assignments.delete(assignment.id);
  world.batch.credits.push({ session, assignment: assignment.id, slice: assignment.unit?.slice.id ?? null });
  measure(world, assignment, results.length);
  noteRatio(world, assignment, results);
  const work: ItemResult[] = [];
  assignment.parts.forEach((part, i) => {
    const result = results[i];
    if (part.kind === 'work' && result) work.push(result);
  });
  if (assignment.unit) takeWork(world, session, assignment, assignment.unit, work);
  assignment.parts.forEach((part, i) => {
    if (part.kind === 'audit') takeAuditPart(world, session, part.audit, results[i]);
  });
}

function takeAuditPart(world: World, session: Session, audit: Audit, result: ItemResult | undefined): void {
  if (!isOwed(audit) || session.device.banned) return;
  if (result) takeAudit(world, audit, session.device.id, session.link.paid, result);
  else requeue(world, audit);
}

/** Throws FRAME_INVALID on results that no execution of this job can give [SE1]. */
function checked(assignment: Assignment, results: ItemResult[]): ItemResult[] {
  if (results.length === 0 || results.length > assignment.parts.length)
    throw new KnownError(
      'FRAME_INVALID',
      `an answer to ${assignment.parts.length} items cannot have ${results.length}`,
    );
  for (const result of results) {
    const why = impossibleResult(result, assignment.job.terms.fuelCap, LIMITS.outputBytes);
    if (why) throw new KnownError('FRAME_INVALID', why);
  }
  return results;
}

function takeWork(
  world: World,
  session: Session,
  assignment: Assignment,
  unit: Unit,
  results: ItemResult[],
): void {
  const wanted =
    assignment.attempt === unit.attempt &&
    !isAccepted(unit) &&
    unit.state.kind !== 'refereed' &&
    !unit.job.cancelled;
  const { policy } = unit.job.terms;
  const short = results.length < unit.count;
  if (!wanted || results.length === 0 || (policy.kind === 'quorum' && short && unit.votes.length > 0)) {
    returnUnit(world, unit, assignment);
    return;
  }
  unit.copies.delete(assignment);
  unit.job.waiting = unit.job.waiting.filter((other) => other !== unit);
  // A copy of a unit that somebody else cut short meanwhile may have more than is wanted.
  const kept = results.slice(0, unit.count);
  if (short) split(world, unit, results.length);
  const answer = answerOf(session, assignment, kept);
  if (policy.kind === 'quorum') {
    unit.state = { kind: 'inFlight' };
    castVote(world, unit, { answer, prefix: session.link.prefix });
    return;
  }
  accept(world, unit, answer);
  updateFinality(world, session.device);
}

function answerOf(session: Session, assignment: Assignment, results: ItemResult[]): UnitAnswer {
  const { policy } = assignment.job.terms;
  const ratePpm = auditPpmFor(policy, session.device.passed);
  return {
    assignment: assignment.id,
    device: session.device.id,
    paid: session.link.paid,
    digest: toHex(answerDigest(results)),
    ratePpm,
    results: results.map((result) => ({ ...result, output: result.output.slice() })),
  };
}

/** Smooths how fast this coordinator's contributors are, for slices and for what counts as late. */
function measure(world: World, assignment: Assignment, items: number): void {
  const ms = Math.max(1, world.now() - assignment.issuedAt);
  const { job } = assignment;
  const perUnit = (ms * assignment.parts.length) / items;
  job.unitMs = job.unitMs === 0 ? perUnit : 0.8 * job.unitMs + 0.2 * perUnit;
  const seats = [...world.sessions].reduce((sum, session) => sum + session.open, 0);
  const rate = (items / ms) * 1000 * Math.max(1, seats);
  job.rate = job.rate === 0 ? rate : 0.8 * job.rate + 0.2 * rate;
}

/** What the device's time says of its engine. Nobody is paid by it: its fuel is its own word until it is audited. */
function noteRatio(world: World, assignment: Assignment, results: readonly ItemResult[]): void {
  const { session, job, unit, parts, beganAt } = assignment;
  if (beganAt === null) return;
  const rates = parts.map((part) => (part.kind === 'work' ? unit : part.audit.unit)?.slice.rate ?? 0);
  const ratio = ratioOf(world.now() - beganAt, results, rates);
  if (ratio !== null) world.ratios.note(timedOn(job, session.link.agent, session.device.id), ratio);
}

/** Nothing was computed. A failure of the device is never a vote; a unit that fails everywhere goes to the referee. */
export function takeBack(world: World, session: Session, id: string, reason: string): void {
  const assignment = session.assignments.get(id as AssignmentId);
  if (assignment === undefined) return;
  session.assignments.delete(assignment.id);
  for (const part of assignment.parts)
    if (part.kind === 'audit' && isOwed(part.audit)) requeue(world, part.audit);
  const { unit } = assignment;
  if (unit === null) return;
  // Failed, or what the unit needs could not be fetched: somebody else is asked next.
  if (reason !== 'paused') unit.failedOn.add(session.device.id);
  returnUnit(world, unit, assignment);
  if (unit.failedOn.size >= MAX_FAILURES && unit.state.kind === 'waiting') voteByReferee(world, unit);
}
