/** What earlier owners of a slice did of it, as far as it is stored. */
import { blockOf, emptyResults, FINAL_LOOK, resultAt, resultsCount } from '@manyhands/protocol';
import { oweAgain, oweAudits } from './auditing.ts';
import type { SliceGrant, StoredAudit, StoredUnit, UnitAnswer } from './journal.ts';
import { openAssignment } from './sealing.ts';
import { Accepted, type AcceptedUnit, type Earned, type OpenSlice } from './state.ts';
import { traceOfKept } from './traces.ts';
import { deviceOf, enter, newUnit, putBack } from './units.ts';
import type { World } from './world.ts';

/** Above all orders of acceptance in the database: what came from there was before everything that is accepted here. */
const EARLIER = 2 ** 52;

/** Makes units of what was answered, and gaps of the rest. */
export function restoreUnits(world: World, slice: OpenSlice, grant: SliceGrant): void {
  let next: number = grant.first;
  // Refuted units that reach to what comes next: they are run again in pieces, some of which may be answered.
  const refuted: StoredUnit[] = [];
  const restTo = (end: number): void => {
    for (let again = refuted.at(-1); again !== undefined; again = refuted.at(-1)) {
      const stop = Math.min(end, again.first + again.count);
      if (stop > next) runAgain(world, slice, again, { first: next, count: stop - next });
      next = Math.max(next, stop);
      if (next === end) return;
      refuted.pop();
    }
    if (end > next) slice.gaps.push({ first: next, end });
    next = end;
  };
  const restored: AcceptedUnit[] = [];
  const lost: [AcceptedUnit, readonly number[]][] = [];
  for (const stored of [...grant.units].sort((a, b) => a.first - b.first)) {
    restTo(stored.first);
    if (stored.state === 'refuted') {
      refuted.push(stored);
      continue;
    }
    const unit = restore(world, slice, stored);
    restored.push(unit);
    if (stored.folded) lost.push([unit, stored.folded.lost]);
    next = stored.first + stored.count;
  }
  restTo(grant.first + grant.count);
  // Held ones first, so that what final ones passed can count for those before them.
  restored.sort((a, b) => a.seq - b.seq);
  for (const unit of restored) if (unit.state.kind === 'held') insertHeld(world, unit);
  for (const unit of restored) if (unit.state.kind === 'final') insertFinal(world, unit);
  for (const unit of restored) if (unit.state.kind === 'held') oweRest(world, unit);
  for (const [unit, items] of lost) oweLost(world, unit, items);
}

/** A piece of a refuted unit, of which nothing is answered yet; auditors of it are paid with the first. */
function runAgain(
  world: World,
  slice: OpenSlice,
  stored: StoredUnit,
  { first, count }: { readonly first: number; readonly count: number },
): void {
  const unit = newUnit(slice, first, count, stored.attempt + 1);
  unit.alreadyPaid = stored.paid;
  if (first === stored.first) unit.arrears = arrearsOf(stored);
  putBack(world, unit);
}

const arrearsOf = ({ arrears }: StoredUnit): Earned[] => arrears.map(earnedBy);

const earnedBy = ({ item, auditor, paid, fuel }: StoredAudit): Earned => ({
  auditor,
  paid,
  fuel: Number(fuel),
  item,
});

function restore(world: World, slice: OpenSlice, stored: StoredUnit): AcceptedUnit {
  const unit = newUnit(slice, stored.first, stored.count, stored.attempt);
  unit.alreadyPaid = stored.paid;
  unit.arrears = arrearsOf(stored);
  unit.seq = stored.seq - EARLIER;
  enter(unit, stateOf(world, stored));
  for (const { auditor } of stored.passed)
    if (auditor !== 'referee') world.devices.get(auditor)?.vouched.add(unit);
  return unit as AcceptedUnit;
}

function stateOf(world: World, stored: StoredUnit): Accepted {
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
  const state = new Accepted({
    kind: isFinal ? 'final' : 'held',
    answer: { ...answer, results },
    fuel,
    prefix: isFinal ? '' : prefixOf(world, answer),
    drawn: draws.find((draw) => draw.round === 0)?.positions.length ?? 0,
    positions,
  });
  state.trapped = trapped;
  state.rounds = 1 + draws.filter(({ round }) => round > 0 && round !== FINAL_LOOK).length;
  state.passed = stored.passed.map(earnedBy);
  if (stored.folded) {
    state.isFolded = true;
    state.kept = stored.folded.kept;
  }
  return state;
}

/** The address prefix is not stored, but the assignment's id says it. Of a unit's id the last part is its place. */
function prefixOf(world: World, { assignment, device }: UnitAnswer): string {
  if (device === 'referee') return '';
  return openAssignment(world, assignment.split('.', 1)[0])?.prefix ?? '';
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
  const rest = unit.state.positions.filter((position) => !done.has(position));
  oweAudits(world, unit, rest, null);
}

/** What a liar vouched for of a folded answer is audited again, against what was kept of it [FO4]. */
function oweLost(world: World, unit: AcceptedUnit, items: readonly number[]): void {
  for (const item of items) {
    const position = item - unit.first;
    const trace = traceOfKept(unit.state.kept, position);
    if (trace !== null) oweAgain(world, unit, position, trace);
  }
}
