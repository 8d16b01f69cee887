/** Keeps the window of every seat full [AS2]. */
import { type AssignmentId, type ItemIndex, LIMITS, pack } from '@manyhands/protocol';
import { isOwed } from './auditing.ts';
import type { JobTerms } from './journal.ts';
import { copiesWanted, mayVote } from './quorum.ts';
import type { Assignment, Audit, OpenJob, Part, Session, Unit, World } from './state.ts';

/** Audits mixed into one assignment at most, so that they hide among ordinary items. */
const AUDITS_PER_ASSIGNMENT = 8;
/** An audit that found no ordinary work to hide in for this long travels alone. */
const HIDE_MS = 500;
/** A unit may be late by this before it is given to somebody else as well. */
const LATE_MS = 10_000;
const LATE_FACTOR = 4;
/** At the tail an idle seat duplicates what is older than this. */
const STRAGGLER_MS = 3_000;

export function fillAll(world: World): void {
  for (const session of world.sessions) fill(world, session);
}

export function fill(world: World, session: Session): void {
  while (
    !world.draining &&
    !session.device.banned &&
    session.assignments.size < session.open * LIMITS.seatWindow
  ) {
    const assignment = nextAssignment(world, session);
    if (assignment === null) break;
    issue(session, assignment);
  }
  noteBegun(world, session);
}

/** Seats take what was issued first: as many assignments as there are seats are being computed. */
function noteBegun(world: World, session: Session): void {
  let seats = session.open;
  for (const assignment of session.assignments.values()) {
    if (seats-- <= 0) return;
    assignment.beganAt ??= world.now();
  }
}

function nextAssignment(world: World, session: Session): Assignment | null {
  const due = dueAudits(session);
  const unit = nextUnit(world, session, due[0]?.unit.job) ?? straggler(world, session);
  if (unit === null && due.length === 0) return null;
  const job = unit?.job ?? due[0].unit.job;
  const audits = due.filter((audit) => audit.unit.job === job).slice(0, AUDITS_PER_ASSIGNMENT);
  if (unit === null && world.now() - audits[0].since < HIDE_MS && !job.exhausted) return null;
  session.device.due = session.device.due.filter((audit) => !audits.includes(audit));
  return makeAssignment(world, session, job, unit, audits);
}

/** What a device is still to audit. */
function dueAudits({ device }: Session): readonly Audit[] {
  device.due = device.due.filter((audit) => audit.state === 'due' && isOwed(audit));
  return device.due.filter((audit) => !audit.unit.job.terms.paused);
}

/** The next unit for a session: of the job with the fewest seats at work, oldest first among equals. */
function nextUnit(world: World, session: Session, prefer: OpenJob | undefined): Unit | null {
  const jobs = [...world.jobs.values()].filter(
    (job) => job.waiting.length > 0 && !job.cancelled && !job.terms.paused,
  );
  jobs.sort(
    (a, b) => Number(b === prefer) - Number(a === prefer) || inFlightOf(world, a) - inFlightOf(world, b),
  );
  for (const job of jobs) {
    const at = job.waiting.findIndex((unit) => mayTake(unit, session));
    if (at < 0) continue;
    const unit = job.waiting[at];
    unit.state = { kind: 'inFlight' };
    if (copiesWanted(unit) <= 1) job.waiting.splice(at, 1);
    return unit;
  }
  return null;
}

const inFlightOf = (world: World, job: OpenJob): number => {
  let count = 0;
  for (const session of world.sessions)
    for (const assignment of session.assignments.values()) if (assignment.job === job) count++;
  return count;
};

const mayTake = (unit: Unit, session: Session): boolean =>
  !unit.failedOn.has(session.device.id) &&
  copiesWanted(unit) > 0 &&
  (unit.job.terms.policy.kind !== 'quorum' || mayVote(unit, session));

/** At the tail of a job an idle seat repeats what somebody else is slow with. */
function straggler(world: World, session: Session): Unit | null {
  const now = world.now();
  for (const job of world.jobs.values()) {
    if (!job.exhausted || job.terms.paused || job.waiting.length > 0 || job.terms.policy.kind === 'quorum')
      continue;
    for (const slice of job.slices.values())
      for (const unit of slice.units) {
        if (unit.state.kind !== 'inFlight' || unit.copies.size !== 1 || unit.failedOn.has(session.device.id))
          continue;
        const [copy] = unit.copies;
        if (
          copy.session.device !== session.device &&
          now - copy.issuedAt > Math.max(STRAGGLER_MS, 2 * job.unitMs)
        )
          return unit;
      }
  }
  return null;
}

/** Gives a session one unit at once, whatever waits before it. */
export function assignTo(world: World, session: Session, unit: Unit): void {
  unit.state = { kind: 'inFlight' };
  if (copiesWanted(unit) <= 1) unit.job.waiting = unit.job.waiting.filter((other) => other !== unit);
  issue(session, makeAssignment(world, session, unit.job, unit, []));
  noteBegun(world, session);
}

function makeAssignment(
  world: World,
  session: Session,
  job: OpenJob,
  unit: Unit | null,
  audits: readonly Audit[],
): Assignment {
  const parts: Part[] = Array.from({ length: unit?.count ?? 0 }, (_, position) => ({
    kind: 'work',
    position,
  }));
  for (const audit of audits) {
    audit.state = 'assigned';
    audit.since = world.now();
    parts.splice(Math.floor(world.ports.random() * (parts.length + 1)), 0, { kind: 'audit', audit });
  }
  const assignment: Assignment = {
    id: `${world.ports.me}-${(world.counter++).toString(36)}` as AssignmentId,
    session,
    job,
    unit,
    attempt: unit?.attempt ?? 0,
    parts,
    issuedAt: world.now(),
    beganAt: null,
  };
  unit?.copies.add(assignment);
  session.assignments.set(assignment.id, assignment);
  return assignment;
}

function issue(session: Session, assignment: Assignment): void {
  const { job, unit, parts } = assignment;
  const { terms } = job;
  const rowOf = (part: Part): Uint8Array => {
    const { of, position } =
      part.kind === 'work'
        ? { of: unit as Unit, position: part.position }
        : { of: part.audit.unit, position: part.audit.position };
    return of.slice.inputs.row((of.first + position) as ItemIndex);
  };
  const { lengths, bytes } = pack(parts.map(rowOf));
  const number = tellJob(session, terms);
  session.link.send({ kind: 'assign', assignment: assignment.id, job: number, lengths, inputs: bytes });
}

/** The number of a job on a connection; its facts are sent before its first assignment there. */
function tellJob(session: Session, terms: JobTerms): number {
  const known = session.told.get(terms.id);
  if (known !== undefined) return known;
  if (session.told.size === LIMITS.jobsPerConnection) session.told.clear();
  const number = session.told.size;
  session.told.set(terms.id, number);
  const { id, title, kernelName, researcher, build, hooked, datasets, fuelCap } = terms;
  const facts = { job: id, title, kernel: kernelName, researcher, build, hooked, datasets, fuelCap };
  session.link.send({ kind: 'job', number, ...facts });
  return number;
}

/** Gives what is late to somebody else too; the first answer counts. */
export function reissueLate(world: World): void {
  const now = world.now();
  for (const session of world.sessions)
    for (const assignment of session.assignments.values()) {
      const { unit, job } = assignment;
      if (now - assignment.issuedAt < Math.max(LATE_MS, LATE_FACTOR * LIMITS.seatWindow * job.unitMs))
        continue;
      if (
        unit &&
        unit.state.kind === 'inFlight' &&
        unit.attempt === assignment.attempt &&
        unit.copies.size === 1 &&
        !job.waiting.includes(unit)
      ) {
        unit.failedOn.add(session.device.id);
        unit.late = true;
        job.waiting.push(unit);
      }
    }
}
