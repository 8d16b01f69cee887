/** From hold to final, and what is then paid. */
import type { DeviceId } from '@manyhands/protocol';
import { drawPositions } from '@manyhands/protocol';
import { exitAudits, type HeldUnit, readyUnits } from '../domain/hold.ts';
import { type Execution, earnerOf, payFor, worstPrice } from '../domain/pay.ts';
import { checksPpm } from '../domain/reserve.ts';
import { drawOf, oweAudit } from './auditing.ts';
import {
  type Accepted,
  type DeviceState,
  type Earned,
  type ExitCheck,
  isAccepted,
  type OpenJob,
  type Unit,
  unitKey,
  type World,
} from './state.ts';

/** How long a device may be gone before its held work gets an exit check. */
const GONE_MS = 2_000;

type AcceptedUnit = Unit & { state: Accepted };

const asHeld = (unit: AcceptedUnit): HeldUnit => {
  const { policy } = unit.job.terms;
  const { state } = unit;
  return {
    drawn: state.drawn,
    owed: state.owed.size,
    passed: state.passed.length,
    carried: state.carried,
    items: unit.count,
    hold: policy.kind === 'audit' ? policy.holdAudits : 0,
    exitPassed: state.exit !== null && state.exit.pending === 0,
  };
};

/** Makes final whatever of a device's work has earned it. */
export function updateFinality(world: World, device: DeviceState): void {
  if (device.banned) return;
  const units = device.units.filter(isAccepted);
  readyUnits(units.map(asHeld)).forEach((ready, i) => {
    if (ready && units[i].state.kind === 'held') makeFinal(world, units[i]);
  });
}

/** The unit is payable. Its slice's owner says so once; the journal refuses it if the device is banned meanwhile. */
export function makeFinal(world: World, unit: AcceptedUnit): void {
  const { answer, fuel } = unit.state;
  unit.state.kind = 'final';
  const trapped = answer.results.filter((result) => result.status !== 0).length;
  const { entries, charged } = payment(world, unit);
  world.batch.batch.finals.push({
    ...unitKey(unit),
    device: answer.device,
    items: unit.count,
    trapped,
    fuel,
    entries,
    charged,
  });
  if (answer.device === 'referee') return;
  const device = world.devices.get(answer.device);
  if (device === undefined) return;
  device.finalItems += unit.count;
  device.finalFuel += fuel;
  for (const entry of entries)
    if (entry.account === `payee:${earnerOf(answer.paid)}` && entry.kind === 'work')
      device.earned += entry.amount;
}

function payment(world: World, unit: AcceptedUnit) {
  const { terms } = unit.job;
  const { price } = unit.slice;
  if (price === null) return { entries: [], charged: 0n };
  const { answer, fuel, passed } = unit.state;
  const earns = ({ auditor }: Earned): boolean =>
    auditor !== 'referee' && !world.devices.get(auditor)?.banned;
  const executions: Execution[] = [
    { fuel, ...answer.paid, kind: 'work' },
    ...[...passed, ...unit.arrears]
      .filter(earns)
      .map((earned) => ({ fuel: earned.fuel, ...earned.paid, kind: 'audit' as const })),
  ];
  const limit = unit.alreadyPaid
    ? 0n
    : BigInt(unit.count) * worstPrice(price, terms.fuelCap, checksPpm(terms.policy));
  return payFor(price, executions, limit);
}

/**
 * Draws exit checks: when a device is gone, or a job has no more work to give, nobody will pass the audits that its
 * last units wait for.
 */
export function checkExits(world: World): void {
  for (const device of world.devices.values()) {
    const held = device.units.filter(
      (unit): unit is AcceptedUnit => isAccepted(unit) && unit.state.kind === 'held',
    );
    if (held.length === 0 || device.banned) continue;
    const gone = device.sessions.size === 0 && world.now() - device.leftAt >= GONE_MS;
    for (const job of new Set(held.map((unit) => unit.job)))
      if (gone || atTail(job, device))
        drawExit(
          world,
          held.filter((unit) => unit.job === job),
        );
  }
}

/** No unit of the job waits or can be claimed, and the device computes none. */
const atTail = (job: OpenJob, device: DeviceState): boolean =>
  job.exhausted &&
  job.waiting.length === 0 &&
  [...device.sessions].every((session) =>
    [...session.assignments.values()].every(
      (assignment) => assignment.job !== job || assignment.unit === null,
    ),
  );

function drawExit(world: World, units: AcceptedUnit[]): void {
  if (units.some((unit) => unit.state.exit !== null && unit.state.exit.pending > 0)) return;
  const open = units.filter((unit) => unit.state.exit === null);
  if (open.length === 0 || open.some((unit) => unit.state.owed.size > 0)) return;
  const wanted = exitAudits(open.map(asHeld));
  const exit: ExitCheck = { pending: 0 };
  open.forEach((unit, i) => {
    unit.state.exit = exit;
    const share = Math.ceil((wanted - i) / open.length);
    if (share > 0) drawRound(world, unit, share, exit);
  });
  const worker = open[0].state.answer.device;
  if (exit.pending === 0) updateFinality(world, world.devices.get(worker as DeviceId) as DeviceState);
}

function drawRound(world: World, unit: AcceptedUnit, count: number, exit: ExitCheck): void {
  const round = unit.state.rounds++;
  const positions = drawPositions(drawOf(unit, round), Math.min(count, unit.count));
  world.batch.batch.drawn.push({ ...unitKey(unit), round, positions });
  for (const position of positions) {
    if (unit.state.positions.has(position)) continue;
    unit.state.positions.add(position);
    oweAudit(world, unit, position, exit);
  }
}
