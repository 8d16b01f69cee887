/** How much a seat is given at once: by what it showed, what the job's items take, and how long visits last. */
import { LIMITS, PROBATION } from '@manyhands/protocol';
import { type AssignmentSize, assignmentSize, MOST_UNITS, UNIT_SECONDS } from '../domain/sizing.ts';
import type { Assignment, DeviceState, OpenJob, Unit } from './state.ts';
import type { World } from './world.ts';

/** At least this passes before an assignment counts as late, and so many times what is expected of it. */
const LATE_MS = 10_000;
const LATE_FACTOR = 4;
/** Nobody is waited for as if he were slower than all others by more than this: he hung, or wants to be waited for. */
const SLOWEST = 4;
/** Weight of the newest answer in the smoothed figures. */
const NEWEST = 0.2;

/** Milliseconds of one of the device's seats for one item of the job, as far as is known. */
export function itemMs(job: OpenJob, device: DeviceState): number {
  if (device.msPerFuel > 0 && job.fuelPerItem > 0) return device.msPerFuel * job.fuelPerItem;
  if (job.itemMs > 0) return job.itemMs;
  return (1000 * UNIT_SECONDS) / job.terms.unitItems;
}

/** Nobody has ever checked anything of it: until then it gets little, one assignment at a time. */
export const isOnProbation = (world: World, device: DeviceState): boolean =>
  world.probation && device.passed === 0 && device.finalItems === 0;

export function sizeFor(world: World, job: OpenJob, device: DeviceState): AssignmentSize {
  const { terms, counts } = job;
  // Credibility's newcomers as well: it costs nothing there (docs/VERIFICATION.md), and strangers hold back one unit at most.
  const isAudited = terms.policy.kind !== 'quorum';
  const isTail = job.exhausted || job.carvedTo >= terms.itemCount;
  const isNew = isAudited && isOnProbation(world, device);
  return assignmentSize({
    unitItems: isNew ? Math.min(PROBATION.unitItems, terms.unitItems) : terms.unitItems,
    itemMs: itemMs(job, device),
    // Two are with a seat at a time, and a visitor should get through several.
    targetMs: Math.min(world.assignmentMs, world.visitMs / 20),
    reach: isNew ? 1 : Math.min(device.reach, world.unitsPerAssignment),
    mostItems: LIMITS.itemsPerAssignment / 2,
    bytesPerItem: job.bytesPerItem,
    mostBytes: LIMITS.assignmentBytes,
    mostFuel: Number(terms.fuelCap),
    itemsLeft: isTail ? counts.waiting : Number.POSITIVE_INFINITY,
    seats: world.seats,
  });
}

/** When an assignment of so many items, given out now, is late at the device's own speed, as long as that is a speed. */
export function lateAt(world: World, job: OpenJob, device: DeviceState, items: number): number {
  const own = itemMs(job, device);
  const ms = job.itemMs > 0 ? Math.min(own, SLOWEST * job.itemMs) : own;
  return world.now() + Math.max(LATE_MS, LATE_FACTOR * LIMITS.seatWindow * items * ms);
}

const smooth = (old: number, value: number): number => (old === 0 ? value : old + NEWEST * (value - old));

/** What an answer to the first items of an assignment shows. */
export interface Shown {
  readonly items: number;
  readonly fuel: number;
  readonly bytes: number;
  /** From when a seat could begin until the answer arrived. */
  readonly ms: number;
}

/** Learns from an answer. Times are the contributor's: nobody is paid by them. */
export function learn(assignment: Assignment, { items, fuel, bytes, ms: took }: Shown): void {
  const { job, session, units } = assignment;
  const { device } = session;
  const ms = Math.max(0.01, took);
  if (fuel > 0) device.msPerFuel = smooth(device.msPerFuel, ms / fuel);
  job.fuelPerItem = smooth(job.fuelPerItem, fuel / items);
  job.itemMs = smooth(job.itemMs, ms / items);
  job.bytesPerItem = smooth(job.bytesPerItem, bytes / items);
  if (items === assignment.items)
    device.reach = Math.max(device.reach, Math.min(MOST_UNITS, 2 * unitsIn(job, units)));
}

/** How many ordinary units they come to: neighbours are kept as one. */
const unitsIn = ({ terms }: OpenJob, units: readonly Unit[]): number =>
  Math.ceil(units.reduce((sum, { count }) => sum + count, 0) / terms.unitItems);

const PACE_MS = 1_000;

/** Items a second of each job here, smoothed: once a second, from a counter. */
export function takePace(world: World): void {
  const now = world.now();
  for (const job of world.jobs.values()) {
    const ms = now - job.paceAt;
    if (ms < PACE_MS) continue;
    const rate = (1000 * job.paceItems) / ms;
    job.rate = job.rate === 0 ? rate : job.rate + 0.3 * (rate - job.rate);
    job.paceAt = now;
    job.paceItems = 0;
  }
}
