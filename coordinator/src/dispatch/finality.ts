/** From hold to final, and what is then paid. */
import { blockOf, drawPositions, holdOf } from '@manyhands/protocol';
import { exitAudits, type HeldUnit, leavesHold } from '../domain/hold.ts';
import { accountOf, Bill, earnerOf } from '../domain/pay.ts';
import { visitOf } from '../domain/site-shares.ts';
import { oweAudits } from './auditing.ts';
import { drawOf } from './draws.ts';
import { passesFinalLook } from './final-look.ts';
import { settleIfDone } from './settling.ts';
import type { AcceptedUnit, DeviceState, Earned, ExitCheck, OpenJob } from './state.ts';
import { spent } from './taken-answer.ts';
import { keep } from './traces.ts';
import { copiesOf, deviceOf, enterFinal, unitKey } from './units.ts';
import { markDirty, type World } from './world.ts';

/** How long a device may be gone before its held work gets an exit check. */
const GONE_MS = 2_000;

/** A view of a unit for the rules of the hold: one object, filled again for each unit. */
const view = { drawn: 0, owed: 0, passed: 0, carried: 0, items: 0, hold: 0, exitPassed: false };

function asHeld(strain: number, { state, count, slice }: AcceptedUnit): HeldUnit {
  view.drawn = state.drawn;
  view.owed = state.owed.length;
  view.passed = state.passed.length;
  view.carried = state.carried;
  view.items = count;
  view.hold = Math.ceil(holdOf(slice.job.terms.policy) * strain);
  view.exitPassed = state.exit !== null && state.exit.pending === 0;
  return view;
}

/** Units of a device that become final in one look at it: what else happens waits no longer than for these. */
const FINAL_AT_ONCE = 64;

/** The devices of which something changed since the last round are to be looked at, after those of earlier rounds. */
export function beginRound(world: World): void {
  for (const device of world.dirty) world.looking.push(device);
  world.dirty.length = 0;
}

/** Looks at devices of which something changed, until all are looked at or the clock has come to `until`. */
export function updateDirty(world: World, until: number): void {
  const { looking } = world;
  for (let device = looking.shift(); device !== undefined; device = looking.shift()) {
    device.dirty = false;
    if (updateFinality(world, device)) {
      device.dirty = true;
      looking.push(device);
    }
    if (world.now() >= until) return;
  }
}

/**
 * Makes final what of a device's held work has earned it: one pass from its newest answer to its oldest. True where more
 * has than becomes final at once.
 */
export function updateFinality(world: World, device: DeviceState): boolean {
  if (device.banned) return false;
  const { held } = device;
  const { strain } = world;
  const ready: AcceptedUnit[] = [];
  let later = 0;
  // What final units passed goes on counting for the nearest older one that stays.
  let fold = 0;
  for (let i = held.length - 1; i >= 0; i--) {
    const { state } = held[i];
    const own = state.passed.length + state.carried;
    later += own;
    const isReady = leavesHold(asHeld(strain, held[i]), later);
    if (isReady && ready.length < FINAL_AT_ONCE && passesFinalLook(world, held[i])) {
      ready.push(held[i]);
      fold += own;
    } else {
      state.carried += fold;
      fold = 0;
    }
  }
  if (ready.length === 0) return false;
  takeOut(held, ready);
  for (let i = ready.length - 1; i >= 0; i--) makeFinal(world, ready[i]);
  return ready.length === FINAL_AT_ONCE;
}

/** Leaves in `held` what is not ready; `ready` are some of it, the last first. */
function takeOut(held: AcceptedUnit[], ready: readonly AcceptedUnit[]): void {
  let next = ready.length - 1;
  let kept = 0;
  for (const unit of held)
    if (unit === ready[next]) next--;
    else held[kept++] = unit;
  held.length = kept;
}

/** The unit is payable. Its slice's owner says so once; the journal refuses it if the device is banned meanwhile. */
export function makeFinal(world: World, unit: AcceptedUnit): void {
  const { slice, first, attempt, count, state } = unit;
  const { answer, fuel, trapped } = state;
  const { entries, charged, credits } = payment(world, unit);
  const exact = BigInt(fuel);
  world.batch.batch.finals.push({
    job: slice.job.terms.id,
    slice: slice.id,
    fence: slice.fence,
    first,
    attempt,
    device: answer.device,
    items: count,
    trapped,
    fuel: exact,
    entries,
    charged,
    visit: visitOf(answer.paid),
    credits,
  });
  const vouched = vouchedFor(unit);
  if (vouched.length > 0) state.kept = keep(blockOf(answer.results), vouched);
  // Its bytes are stored: memory is for what may still be compared.
  slice.answerBytes -= blockOf(answer.results).size;
  state.answer = spent(answer);
  state.finalIn = world.batchNumber;
  enterFinal(unit);
  const device = deviceOf(world, unit);
  settleIfDone(world, slice);
  if (device === undefined) return;
  device.heldItems -= count;
  device.finals.add(unit);
  device.finalItems += count;
  device.finalFuel += exact;
  const earner = earnerOf(answer.paid);
  if (earner === '' || entries.length === 0) return;
  const account = accountOf(earner);
  for (const entry of entries)
    if (entry.kind === 'work' && entry.account === account) device.earned += entry.amount;
}

/** In case their auditors turn out liars after the bytes are gone. */
function vouchedFor({ first, state }: AcceptedUnit): number[] {
  const positions: number[] = [];
  for (const { auditor, item } of state.passed)
    if (auditor !== 'referee' && item !== null) positions.push(item - first);
  return positions;
}

const UNPAID = { entries: [], charged: 0n, credits: [] };

function payment(world: World, unit: AcceptedUnit) {
  const { price, worst } = unit.slice;
  if (price === null) return UNPAID;
  const { answer, fuel, passed } = unit.state;
  const bill = new Bill(price);
  bill.add(fuel, answer.paid, 'work');
  for (const earned of passed) addAudit(world, bill, earned);
  if (unit.arrears !== null) for (const earned of unit.arrears) addAudit(world, bill, earned);
  return bill.close(unit.alreadyPaid ? 0n : BigInt(unit.count) * worst);
}

function addAudit(world: World, to: Bill, { auditor, paid, fuel }: Earned): void {
  if (auditor !== 'referee' && !world.devices.get(auditor)?.banned) to.add(fuel, paid, 'audit');
}

/**
 * Draws exit checks: when a device is gone, or a job has no more work to give, nobody will pass the audits that its
 * last units wait for.
 */
export function checkExits(world: World): void {
  const now = world.now();
  for (const device of world.leaving) {
    if (device.sessions.size > 0 || device.held.length === 0) world.leaving.delete(device);
    else if (now - device.leftAt >= GONE_MS) drawExits(world, device, null);
  }
  for (const job of world.jobs.values()) {
    if (!atTail(job) || job.counts.held === 0) continue;
    for (const device of world.devices.values())
      if (device.held.length > 0 && !isBusyWith(job, device)) drawExits(world, device, job);
  }
}

/** No unit of the job waits or can be claimed. */
const atTail = (job: OpenJob): boolean => job.exhausted && job.counts.waiting === 0;

/** Whether some unit waits for its answer: what others did meanwhile is waited for no more, or a silent seat would hold up the job. */
function isBusyWith(job: OpenJob, device: DeviceState): boolean {
  for (const session of device.sessions)
    for (const assignment of session.assignments.values())
      if (assignment.job === job && assignment.units.some((unit) => copiesOf(unit).includes(assignment)))
        return true;
  return false;
}

/** Over the held units of a device, job by job, or of one job. */
function drawExits(world: World, device: DeviceState, only: OpenJob | null): void {
  // What is final already needs none.
  while (device.dirty && updateFinality(world, device));
  const jobs = only ? [only] : new Set(device.held.map((unit) => unit.slice.job));
  for (const job of jobs)
    drawExit(
      world,
      device.held.filter((unit) => unit.slice.job === job),
    );
}

function drawExit(world: World, units: AcceptedUnit[]): void {
  if (units.some((unit) => unit.state.exit !== null && unit.state.exit.pending > 0)) return;
  const open = units.filter((unit) => unit.state.exit === null);
  if (open.length === 0 || open.some((unit) => unit.state.owed.length > 0)) return;
  const wanted = exitAudits(open.map((unit) => ({ ...asHeld(world.strain, unit) })));
  const exit: ExitCheck = { pending: 0 };
  // The newest first: what came last was covered by nothing since.
  open.reverse().forEach((unit, i) => {
    unit.state.exit = exit;
    const share = Math.ceil((wanted - i) / open.length);
    if (share > 0) drawRound(world, unit, share, exit);
  });
  if (exit.pending === 0) markDirty(world, deviceOf(world, open[0]));
}

function drawRound(world: World, unit: AcceptedUnit, count: number, exit: ExitCheck): void {
  const { state } = unit;
  const round = state.rounds++;
  const draw = drawOf(unit.slice.job.terms.drawSecret, state.answer, unit.count, round);
  const positions = drawPositions(draw, Math.min(count, unit.count));
  world.batch.batch.drawn.push({ ...unitKey(unit), round, positions });
  const fresh = positions.filter((position) => !state.positions.includes(position));
  state.positions = [...state.positions, ...fresh];
  oweAudits(world, unit, fresh, exit);
}
