/** The life of a unit: waiting → in flight → held → final, and back when its answer is refuted. */
import type { ItemIndex } from '@manyhands/protocol';
import { drawOf, firstDraw, oweAudit } from './auditing.ts';
import type { UnitAnswer } from './journal.ts';
import {
  type Accepted,
  type Assignment,
  fuelOf,
  isAccepted,
  type OpenSlice,
  type Unit,
  unitKey,
  type World,
} from './state.ts';

export function newUnit(
  slice: OpenSlice,
  first: ItemIndex,
  count: number,
  attempt: number,
  now: number,
): Unit {
  const unit: Unit = {
    job: slice.job,
    slice,
    first,
    count,
    attempt,
    state: { kind: 'waiting' },
    failedOn: new Set(),
    copies: new Set(),
    votes: [],
    arrears: [],
    alreadyPaid: false,
    late: false,
    waitingSince: now,
    seq: Number.MAX_SAFE_INTEGER,
  };
  slice.units.add(unit);
  return unit;
}

/** Puts a unit in the queue, ahead of fresh ones: somebody waits for it already. */
export function putFirst(world: World, unit: Unit): void {
  unit.state = { kind: 'waiting' };
  unit.waitingSince = world.now();
  unit.job.waiting = [unit, ...unit.job.waiting.filter((other) => other !== unit)];
}

/** An assignment came back without an answer for its unit. */
export function returnUnit(world: World, unit: Unit, assignment: Assignment): void {
  unit.copies.delete(assignment);
  if (assignment.attempt !== unit.attempt || unit.state.kind !== 'inFlight' || unit.copies.size > 0) return;
  putFirst(world, unit);
}

/** Cuts a unit after its first `count` items; the rest waits for somebody else. */
export function split(world: World, unit: Unit, count: number): void {
  const rest = newUnit(
    unit.slice,
    (unit.first + count) as ItemIndex,
    unit.count - count,
    unit.attempt,
    world.now(),
  );
  rest.alreadyPaid = unit.alreadyPaid;
  unit.count = count;
  putFirst(world, rest);
}

/** Nobody else needs to compute it any more. */
export function cancelCopies(world: World, unit: Unit): void {
  for (const copy of unit.copies) {
    const onlyThis = copy.parts.every((part) => part.kind === 'work');
    // An assignment that also carries audits is still wanted for those.
    if (onlyThis && copy.session.assignments.delete(copy.id) && world.sessions.has(copy.session))
      copy.session.link.send({ kind: 'cancel', assignment: copy.id });
  }
  unit.copies.clear();
}

/** Takes an answer on hold and draws its audits [VF4]. The caller then looks at what has become final. */
export function accept(world: World, unit: Unit, answer: UnitAnswer): void {
  const state: Accepted = {
    kind: 'held',
    answer,
    fuel: fuelOf(answer),
    drawn: 0,
    positions: new Set(),
    rounds: 1,
    owed: new Set(),
    passed: [],
    carried: 0,
    exit: null,
    since: world.now(),
  };
  unit.state = state;
  world.calls.get(unit)?.(answer.results[0]);
  world.calls.delete(unit);
  cancelCopies(world, unit);
  if (!isAccepted(unit)) return;
  const positions =
    answer.device === 'referee' || unit.job.terms.policy.kind === 'quorum'
      ? []
      : firstDraw(drawOf(unit, 0), answer.ratePpm);
  Object.assign(state, { drawn: positions.length });
  world.batch.batch.accepted.push({ ...unitKey(unit), count: unit.count, answer, positions });
  for (const position of positions) {
    state.positions.add(position);
    oweAudit(world, unit, position, null);
  }
  if (answer.device !== 'referee') world.devices.get(answer.device)?.units.push(unit);
}

/** Runs a unit again under the next attempt: its answer is refuted, or its device is. */
export function reopen(world: World, unit: Unit): void {
  if (!isAccepted(unit)) return;
  const { answer, kind } = unit.state;
  world.batch.batch.reopened.push({ ...unitKey(unit), device: answer.device, items: unit.count, was: kind });
  for (const audit of unit.state.owed) audit.state = 'void';
  if (answer.device !== 'referee') forget(world, unit, answer.device);
  // What was final was paid, its auditors included.
  if (kind === 'held') unit.arrears.push(...unit.state.passed);
  else {
    unit.alreadyPaid = true;
    unit.arrears = [];
  }
  unit.attempt++;
  unit.late = false;
  unit.votes = [];
  if (unit.job.cancelled) return;
  putFirst(world, unit);
}

/**
 * Takes a unit out of its device's history. What it passed goes on counting for the units before it.
 */
export function forget(world: World, unit: Unit, id: Exclude<UnitAnswer['device'], 'referee'>): void {
  const device = world.devices.get(id);
  const at = device?.units.indexOf(unit) ?? -1;
  if (device === undefined || at < 0) return;
  device.units.splice(at, 1);
  const before = device.units[at - 1];
  if (before && isAccepted(before) && isAccepted(unit) && unit.state.kind === 'final')
    before.state.carried += unit.state.passed.length + unit.state.carried;
}
