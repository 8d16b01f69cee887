/** What earlier owners of a slice did of it, as far as it is stored. */
import { blockOf, emptyResults, resultAt, resultsCount } from '@manyhands/protocol';
import { oweAudit } from './auditing.ts';
import type { SliceGrant, StoredUnit } from './journal.ts';
import type { Accepted, AcceptedUnit, Earned, OpenSlice } from './state.ts';
import { deviceOf, enter, newUnit, putBack } from './units.ts';
import type { World } from './world.ts';

/** Makes units of what was answered, and gaps of the rest. */
export function restoreUnits(world: World, slice: OpenSlice, grant: SliceGrant): void {
  let next: number = grant.first;
  const gapTo = (end: number): void => {
    if (end > next) slice.gaps.push({ first: next, end });
  };
  const restored: AcceptedUnit[] = [];
  for (const stored of [...grant.units].sort((a, b) => a.first - b.first)) {
    gapTo(stored.first);
    const unit = restore(world, slice, stored);
    if (unit) restored.push(unit);
    next = stored.first + stored.count;
  }
  gapTo(grant.first + grant.count);
  // Held ones first, so that what final ones passed can count for those before them.
  restored.sort((a, b) => a.seq - b.seq);
  for (const unit of restored) if (unit.state.kind === 'held') insertHeld(world, unit);
  for (const unit of restored) if (unit.state.kind === 'final') insertFinal(world, unit);
  for (const unit of restored) if (unit.state.kind === 'held') oweRest(world, unit);
}

function restore(world: World, slice: OpenSlice, stored: StoredUnit): AcceptedUnit | null {
  const again = stored.state === 'refuted';
  const unit = newUnit(slice, stored.first, stored.count, stored.attempt + (again ? 1 : 0));
  unit.alreadyPaid = stored.paid;
  unit.arrears = stored.arrears.map((audit) => ({ ...audit, digest: null }));
  if (again) {
    putBack(world, unit);
    return null;
  }
  unit.seq = stored.seq;
  enter(unit, stateOf(stored));
  for (const { auditor } of stored.passed)
    if (auditor !== 'referee') world.devices.get(auditor)?.vouched.add(unit);
  return unit as AcceptedUnit;
}

function stateOf(stored: StoredUnit): Accepted {
  const isFinal = stored.state === 'final';
  const { draws, answer } = stored;
  const results = isFinal ? emptyResults : blockOf(answer.results);
  let [fuel, trapped] = [0, 0];
  for (let i = 0; i < resultsCount(results); i++) {
    const result = resultAt(results, i);
    fuel += Number(result.fuel);
    if (result.status !== 0) trapped++;
  }
  const positions = [...new Set(draws.flatMap((draw) => draw.positions))];
  return {
    kind: isFinal ? 'final' : 'held',
    answer: { ...answer, results },
    fuel,
    trapped,
    prefix: '',
    drawn: draws.find((draw) => draw.round === 0)?.positions.length ?? 0,
    positions,
    rounds: draws.length || 1,
    owed: [],
    passed: stored.passed.map((audit): Earned => ({ ...audit, digest: null })),
    carried: 0,
    exit: null,
    finalIn: 0,
  };
}

/** Units of one device stay in the order of their answers, also when they come back from the database. */
function insertHeld(world: World, unit: AcceptedUnit): void {
  const device = deviceOf(world, unit);
  if (device === undefined) return;
  let at = device.held.length;
  while (at > 0 && device.held[at - 1].seq > unit.seq) at--;
  device.held.splice(at, 0, unit);
  device.heldItems += unit.count;
  if (device.sessions.size === 0) world.leaving.add(device);
}

function insertFinal(world: World, unit: AcceptedUnit): void {
  const device = deviceOf(world, unit);
  if (device === undefined) return;
  device.finals.add(unit);
  const before = device.held.findLast((held) => held.seq < unit.seq);
  if (before) before.state.carried += unit.state.passed.length;
}

function oweRest(world: World, unit: AcceptedUnit): void {
  const done = new Set(unit.state.passed.map(({ item }) => (item ?? 0) - unit.first));
  for (const position of unit.state.positions) if (!done.has(position)) oweAudit(world, unit, position, null);
}
