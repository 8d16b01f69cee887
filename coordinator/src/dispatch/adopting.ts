/**
 * Answers given to an earlier process, or to others meanwhile: worth something as long as their units are still open at
 * the attempt that was assigned [AN1].
 */
import { type AnswerFrame, type AssignmentId, isVoting, type JobId, type SliceId } from '@manyhands/protocol';
import { takeResults } from './answers.ts';
import { isOwed } from './auditing.ts';
import { mayAudit } from './auditors.ts';
import { copiesWanted, mayVote } from './quorum.ts';
import { openAssignment, type Sealed, type SealedAudit, type SealedUnit } from './sealing.ts';
import {
  type Assignment,
  type Audit,
  type AuditPart,
  isAccepted,
  NEVER,
  type OpenJob,
  type OpenSlice,
  type Session,
  type Unit,
} from './state.ts';
import { addCopy, bareUnit, carveAt, enterInFlight, returnUnit } from './units.ts';
import type { World } from './world.ts';

/** How long an answer waits for its slice to be claimed here. */
const WAIT_MS = 15_000;

export function adopt(world: World, session: Session, frame: AnswerFrame): void {
  const sealed = openAssignment(world, frame.assignment);
  if (sealed === null || sealed.device !== session.device.id || session.device.banned) {
    refuse(world, session, frame);
    return;
  }
  const job = world.jobs.get(sealed.job as JobId);
  const slice = job?.slices.get(sealed.slice as SliceId);
  if (slice || (sealed.slice === 0 && job)) {
    takeFor(world, session, frame, sealed, slice ?? null);
    return;
  }
  const kept = { ...frame, ...copied(frame) };
  if (job?.cancelled || !world.orphans.add({ session, frame: kept, sealed, at: world.now() }))
    refuse(world, session, frame);
}

/** Whether an answer to an assignment that is not known here might be taken when it comes. */
export function isOfUse(world: World, session: Session, id: string): boolean {
  const sealed = openAssignment(world, id);
  if (sealed === null || sealed.device !== session.device.id) return false;
  const job = world.jobs.get(sealed.job as JobId);
  if (job?.terms.withheld) return false;
  const slice = job?.slices.get(sealed.slice as SliceId);
  if (slice === undefined) return true;
  return sealed.audits.length > 0 || sealed.units.some((unit) => mightOpen(slice, unit));
}

function mightOpen(slice: OpenSlice, { first, attempt }: SealedUnit): boolean {
  const unit = unitAt(slice, first);
  if (unit === undefined) return slice.gaps.some((gap) => gap.first <= first && first < gap.end);
  return unit.attempt === attempt && (unit.state.kind === 'waiting' || unit.state.kind === 'inFlight');
}

/** What came off the wire is only lent. */
const copied = ({ statuses, fuels, lengths, outputs }: AnswerFrame) => ({
  statuses: statuses.slice(),
  fuels: fuels.slice(),
  lengths: lengths.slice(),
  outputs: outputs.slice(),
});

/** The contributor need not keep it. */
const refuse = (world: World, session: Session, { assignment }: AnswerFrame): void => {
  if (world.sessions.has(session)) session.link.send({ kind: 'cancel', assignment });
};

/** A slice was claimed: answers that waited for it are taken. */
export function adoptOrphans(world: World, slice: OpenSlice): void {
  for (const { session, frame, sealed } of world.orphans.take(slice.id)) {
    const now = [...session.device.sessions].find((other) => world.sessions.has(other));
    if (now === undefined || session.device.banned) continue;
    try {
      takeFor(world, now, frame, sealed, slice);
    } catch (cause) {
      // It is too late to refuse the session for it.
      refuse(world, now, frame);
      world.ports.report({ kind: 'trouble', what: 'a late answer was no good', cause });
    }
  }
}

/** Those whose slice did not come here in time. */
export function forgetOrphans(world: World): void {
  for (const { session, frame } of world.orphans.takeBefore(world.now() - WAIT_MS))
    refuse(world, session, frame);
}

function takeFor(
  world: World,
  session: Session,
  frame: AnswerFrame,
  sealed: Sealed,
  slice: OpenSlice | null,
): void {
  const job = slice?.job ?? world.jobs.get(sealed.job as JobId);
  const units = slice ? sealed.units.map((unit) => openUnit(world, slice, session, unit)) : [];
  const audits = sealed.audits.map((audit) => auditPart(world, job, session, audit));
  const isWorth = units.some((unit) => unit !== null) || audits.some(({ audit }) => isOwed(audit));
  if (job === undefined || !isWorth) {
    refuse(world, session, frame);
    return;
  }
  const assignment: Assignment = {
    id: frame.assignment as AssignmentId,
    session,
    job,
    slice,
    units: slice ? units.map((unit, k) => unit ?? bareUnit(slice, sealed.units[k])) : [],
    counts: sealed.units.map((unit) => unit.count),
    audits,
    items: sealed.units.reduce((sum, { count }) => sum + count, audits.length),
    issuedAt: world.now(),
    beganAt: -1,
    dueAt: NEVER,
  };
  const taken = units.filter((unit) => unit !== null);
  for (const unit of taken) addCopy(unit, assignment);
  try {
    takeResults(world, assignment, frame, world.now());
  } catch (cause) {
    for (const unit of taken) returnUnit(world, unit, assignment);
    throw cause;
  }
}

/** The unit, if nobody answered it since and this session may: one that exists, or items nobody was given here. */
function openUnit(
  world: World,
  slice: OpenSlice,
  session: Session,
  { first, count, attempt }: SealedUnit,
): Unit | null {
  const unit = unitAt(slice, first);
  if (unit === undefined) return attempt === 0 ? carveAt(slice, first, count) : null;
  const isOpen = unit.state.kind === 'waiting' || unit.state.kind === 'inFlight';
  if (!isOpen || unit.attempt !== attempt || unit.count > count) return null;
  const isVote = isVoting(slice.job.terms.policy);
  if (isVote && (copiesWanted(world, unit) <= 0 || !mayVote(unit, session))) return null;
  if (unit.state.kind === 'waiting') enterInFlight(unit);
  if (!isVote || copiesWanted(world, unit) <= 1) slice.job.waiting.delete(unit);
  return unit;
}

function unitAt(slice: OpenSlice, first: number): Unit | undefined {
  slice.byFirst ??= new Map(slice.units.map((unit) => [unit.first, unit]));
  return slice.byFirst.get(first);
}

/**
 * An audit that is owed still, or one that only takes its place. The answer that it was sent to check may be lost, and
 * its unit answered by the auditor itself since: nobody vouches for himself [AS1].
 */
function auditPart(
  world: World,
  job: OpenJob | undefined,
  { device }: Session,
  { at, slice, first, position, attempt }: SealedAudit,
): AuditPart {
  const open = job?.slices.get(slice as SliceId);
  const unit = open && unitAt(open, first);
  if (unit?.attempt === attempt && isAccepted(unit) && mayAudit(world, device, unit)) {
    const audit = unit.state.owed.find((owed) => owed.position === position);
    if (audit) return { at, audit };
  }
  return { at, audit: GONE };
}

const GONE = { state: 'void' } as Audit;
