/** The life of a unit: waiting → in flight → held → final, and back when its answer is refuted. */
import { dropAssignment } from './flights.ts';
import {
  type AcceptedUnit,
  type Assignment,
  type Gap,
  isAccepted,
  NEVER,
  type OpenSlice,
  type Session,
  Unit,
  type UnitState,
} from './state.ts';
import { offer, type World } from './world.ts';

const WAITING: UnitState = { kind: 'waiting' };
const IN_FLIGHT: UnitState = { kind: 'inFlight' };
const REFEREED: UnitState = { kind: 'refereed' };

/** A unit that its slice does not know. */
export function bareUnit(slice: OpenSlice, place: { first: number; count: number; attempt: number }): Unit {
  return new Unit(slice, place, IN_FLIGHT);
}

export function newUnit(slice: OpenSlice, first: number, count: number, attempt: number): Unit {
  const unit = bareUnit(slice, { first, count, attempt });
  slice.units.push(unit);
  slice.byFirst?.set(first, unit);
  slice.job.counts.inFlight += count;
  return unit;
}

/** Changes a unit's state; every change goes through here, so that counts stay right without anybody counting. */
export function enter(unit: Unit, state: UnitState): void {
  const { slice, count } = unit;
  const { counts } = slice.job;
  counts[unit.state.kind] -= count;
  counts[state.kind] += count;
  if (unit.state.kind === 'final') slice.open += count;
  if (state.kind === 'final') slice.open -= count;
  unit.state = state;
}

/** From held to final, in place: this happens to every unit. */
export function enterFinal({ slice, count, state }: AcceptedUnit): void {
  const { counts } = slice.job;
  counts.held -= count;
  counts.final += count;
  slice.open -= count;
  state.kind = 'final';
}

export const enterInFlight = (unit: Unit): void => enter(unit, IN_FLIGHT);
export const enterRefereed = (unit: Unit): void => {
  unit.slice.job.waiting.delete(unit);
  enter(unit, REFEREED);
};

/** The next items that nobody was given, as a unit in flight: a slice is cut up only as it is given out. */
export function carve(slice: OpenSlice, most: number): Unit | null {
  const [gap] = slice.gaps;
  if (gap === undefined) return null;
  const first = gap.first;
  const count = Math.min(most, gap.end - first);
  gap.first += count;
  if (gap.first === gap.end) slice.gaps.shift();
  return carved(slice, first, count);
}

/** Exactly these items as a unit in flight, where nobody was given any of them; else null. */
export function carveAt(slice: OpenSlice, first: number, count: number): Unit | null {
  const at = slice.gaps.findIndex((gap) => gap.first <= first && first + count <= gap.end);
  if (at < 0) return null;
  const { first: from, end } = slice.gaps[at];
  const parts: Gap[] = [];
  if (from < first) parts.push({ first: from, end: first });
  if (first + count < end) parts.push({ first: first + count, end });
  slice.gaps.splice(at, 1, ...parts);
  return carved(slice, first, count);
}

function carved(slice: OpenSlice, first: number, count: number): Unit {
  const { job } = slice;
  if (slice.gaps.length === 0) job.fresh.delete(slice);
  job.counts.waiting -= count;
  return newUnit(slice, first, count, 0);
}

/** Puts a unit where somebody is wanted for it. */
export function putBack(world: World, unit: Unit): void {
  enter(unit, WAITING);
  unit.waitingSince = world.now();
  want(world, unit);
}

/** One more execution of a unit is wanted, whatever its state. */
export function want(world: World, unit: Unit): void {
  const { job } = unit.slice;
  if (unit.call === null) job.waiting.add(unit);
  else world.calls.add(unit);
  offer(world, job);
}

export const copyCount = (unit: Unit): number =>
  (unit.copy === null ? 0 : 1) + (unit.copies === null ? 0 : unit.copies.length);

/** Copies that may still be answered in time: nobody waits for a seat that is silent. */
export function timelyCopies(world: World, unit: Unit): number {
  if (unit.copy === null) return 0;
  let timely = isOverdue(world, unit.copy) ? 0 : 1;
  for (const copy of unit.copies ?? []) if (!isOverdue(world, copy)) timely++;
  return timely;
}

export const isOverdue = (world: World, { dueAt }: Assignment): boolean =>
  dueAt !== NEVER && dueAt <= world.heardTo();

/** It lets something lie for so long after it was due, and answered nothing since: nothing is to be expected of it. */
export const isSilent = (world: World, { silentSince }: Session, forMs = 0): boolean =>
  silentSince >= 0 && world.heardTo() - silentSince >= forMs;

export const copiesOf = ({ copy, copies }: Unit): readonly Assignment[] =>
  copy === null ? (copies ?? []) : copies === null ? [copy] : [copy, ...copies];

export function addCopy(unit: Unit, assignment: Assignment): void {
  if (unit.copy === null) unit.copy = assignment;
  else if (unit.copies === null) unit.copies = [assignment];
  else unit.copies.push(assignment);
}

/** Whether the assignment had it still. */
export function dropCopy(unit: Unit, assignment: Assignment): boolean {
  if (unit.copy === assignment) {
    unit.copy = unit.copies?.shift() ?? null;
    return true;
  }
  const at = unit.copies?.indexOf(assignment) ?? -1;
  if (at >= 0) unit.copies?.splice(at, 1);
  return at >= 0;
}

/** An assignment came back without an answer for a unit of it. */
export function returnUnit(world: World, unit: Unit, assignment: Assignment): void {
  if (!dropCopy(unit, assignment)) return;
  if (unit.state.kind !== 'inFlight') return;
  if (copyCount(unit) === 0) putBack(world, unit);
  else if (timelyCopies(world, unit) === 0) want(world, unit);
}

/** Cuts a unit after its first `count` items; the rest waits for somebody else. */
export function split(world: World, unit: Unit, count: number): void {
  const rest = unit.count - count;
  unit.slice.job.counts[unit.state.kind] -= rest;
  unit.count = count;
  const other = newUnit(unit.slice, unit.first + count, rest, unit.attempt);
  if (unit.alreadyPaid) other.alreadyPaid = true;
  putBack(world, other);
}

/** Nobody else needs to compute it any more. */
export function cancelCopies(world: World, unit: Unit): void {
  if (unit.copy === null && unit.copies === null) return;
  const copies = copiesOf(unit);
  unit.copy = null;
  unit.copies = null;
  for (const copy of copies) if (isUseless(copy)) dropAssignment(world, copy, { cancel: true });
}

/** Nothing of it is wanted any more. What also carries audits or other units is. */
const isUseless = (assignment: Assignment): boolean =>
  assignment.audits.length === 0 &&
  assignment.units.every((unit) => unit.copy !== assignment && !unit.copies?.includes(assignment));

/** Takes a unit that is nobody's any more out of everything that leads to it. */
export function forgetUnit(world: World, unit: Unit): void {
  const { job } = unit.slice;
  job.counts[unit.state.kind] -= unit.count;
  job.waiting.delete(unit);
  world.calls.delete(unit);
  // Their answers will be sent again, and are worth something to the next owner.
  if (!isAccepted(unit))
    for (const { credit } of unit.votes ?? []) if (credit) world.uncredited.delete(credit.assignment);
  if (isAccepted(unit)) {
    for (const audit of unit.state.owed) audit.state = 'void';
    // Whoever remembers the unit for a while longer is not to keep its answer and audits with it.
    (unit as Unit).state = IN_FLIGHT;
  }
  unit.attempt = -1;
  unit.copy = null;
  unit.copies = null;
}

export const unitKey = ({ slice, first, attempt }: Unit) => ({
  job: slice.job.terms.id,
  slice: slice.id,
  fence: slice.fence,
  first,
  attempt,
});

export const deviceOf = (world: World, { state }: AcceptedUnit) =>
  state.answer.device === 'referee' ? undefined : world.devices.get(state.answer.device);
