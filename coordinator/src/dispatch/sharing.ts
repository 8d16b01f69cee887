/** Whose turn it is, and what of it a session is given. */
import { isVoting } from '@manyhands/protocol';
import type { AssignmentSize } from '../domain/sizing.ts';
import { comesBefore } from './choosing.ts';
import { itemMs, sizeFor } from './pacing.ts';
import { copiesWanted, mayVote } from './quorum.ts';
import type { DeviceState, OpenJob, OpenSlice, Session, Unit } from './state.ts';
import { mayServe } from './trusted.ts';
import { carve, copiesOf, copyCount, enterInFlight, split } from './units.ts';
import { isResting, type World } from './world.ts';

/** Waiting units looked at for one assignment: those that a session may not take are few, or it is not its turn. */
const LOOKS = 64;
/** At the tail an idle seat duplicates what is older than this, and than a quarter of what counts as late. */
const STRAGGLER_MS = 3_000;
const STRAGGLER_LOOK_MS = 500;

export interface Load {
  readonly job: OpenJob;
  readonly units: Unit[];
}

/**
 * The next units for a session: of the job that got the least for its weight so far. Each job's virtual time grows by
 * what it is given, divided by its weight; so shares are as the weights are, and nobody starves. What the session chose comes
 * before that. `prefer`: the job of which it is to audit something, which was drawn while nothing that it chose was there.
 */
export function nextLoad(world: World, session: Session, prefer: OpenJob | undefined): Load | null {
  const tried = new Set<OpenJob>();
  const { device } = session;
  for (let job = nextJob(world, device, tried, prefer); job !== null; job = nextJob(world, device, tried)) {
    const units = takeUnits(world, session, job);
    if (job.waiting.size === 0 && job.fresh.size === 0) world.ready.delete(job);
    if (units.length > 0) {
      charge(world, job, session, units);
      return { job, units };
    }
    tried.add(job);
  }
  return null;
}

function nextJob(
  world: World,
  device: DeviceState,
  tried: ReadonlySet<OpenJob>,
  prefer?: OpenJob,
): OpenJob | null {
  if (prefer && world.ready.has(prefer)) return prefer;
  let best: OpenJob | null = null;
  for (const job of world.ready)
    if (!tried.has(job) && (best === null || comesBefore(device, job, best))) best = job;
  return best;
}

function charge(world: World, job: OpenJob, { device }: Session, units: readonly Unit[]): void {
  const items = units.reduce((sum, unit) => sum + unit.count, 0);
  world.served = Math.max(world.served, job.pass);
  job.pass += (items * itemMs(job, device)) / Math.max(1e-6, job.terms.weight ?? 1);
}

/** Units of one slice: those that wait for somebody first, then fresh ones. */
function takeUnits(world: World, session: Session, job: OpenJob): Unit[] {
  if (!mayServe(job, session.device)) return [];
  const size = sizeFor(world, job, session.device);
  const units: Unit[] = [];
  let looks = LOOKS;
  for (const unit of job.waiting) {
    if (units.length >= size.units || looks-- === 0) break;
    if (units.length > 0 && unit.slice !== units[0].slice) continue;
    // What somebody failed on, or is slow with, travels alone.
    if (units.length > 0 && unit.failedOn !== null) continue;
    if (!mayTake(world, unit, session)) continue;
    enterInFlight(unit);
    // A unit larger than the seat should have is cut for it: what is left goes to somebody else.
    if (unit.count > size.items && unit.votes === null && copyCount(unit) === 0)
      split(world, unit, size.items);
    if (copiesWanted(world, unit) <= 1) job.waiting.delete(unit);
    units.push(unit);
    if (unit.failedOn !== null) return units;
  }
  const slice = units[0]?.slice ?? firstOf(job.fresh);
  if (slice) takeFresh(world, slice, { units, size });
  return units;
}

/**
 * Fresh units, neighbours of which nobody votes as one: what is done with each of them (drawn, held, paid, written down) is done
 * once for all. Where their fates part, they are cut apart again.
 */
function takeFresh(
  world: World,
  slice: OpenSlice,
  { units, size }: { readonly units: Unit[]; readonly size: AssignmentSize },
): void {
  const { job } = slice;
  const together = isVoting(job.terms.policy) ? 1 : size.units - units.length;
  for (let left = size.units - units.length; left > 0; left -= together) {
    const unit = carve(slice, together * size.items);
    if (unit === null) return;
    if (copiesWanted(world, unit) > 1) job.waiting.add(unit);
    units.push(unit);
  }
}

function firstOf(slices: ReadonlySet<OpenSlice>): OpenSlice | undefined {
  for (const slice of slices) return slice;
  return undefined;
}

export const mayTake = (world: World, unit: Unit, session: Session): boolean =>
  !unit.failedOn?.has(session.device.id) &&
  mayServe(unit.slice.job, session.device) &&
  copiesWanted(world, unit) > 0 &&
  (isVoting(unit.slice.job.terms.policy)
    ? mayVote(unit, session)
    : copiesOf(unit).every((copy) => copy.session.device !== session.device));

/** At the tail of a job an idle seat repeats what somebody else is slow with. */
export function nextStraggler(world: World, session: Session): Load | null {
  for (const job of world.jobs.values()) {
    if (!job.exhausted || job.counts.waiting > 0 || job.counts.inFlight === 0) continue;
    if (isVoting(job.terms.policy) || isResting(job) || !mayServe(job, session.device)) continue;
    lookForStragglers(world, job);
    for (let i = job.stragglers.length - 1; i >= 0; i--) {
      const unit = job.stragglers[i];
      if (!isStraggler(world, unit)) job.stragglers.splice(i, 1);
      else if (unit.copy?.session.device !== session.device && !unit.failedOn?.has(session.device.id)) {
        job.stragglers.splice(i, 1);
        return { job, units: [unit] };
      }
    }
  }
  return null;
}

function lookForStragglers(world: World, job: OpenJob): void {
  if (job.stragglers.length > 0 || world.now() - job.stragglersAt < STRAGGLER_LOOK_MS) return;
  job.stragglersAt = world.now();
  for (const slice of job.slices.values())
    for (const unit of slice.units) if (isStraggler(world, unit)) job.stragglers.push(unit);
}

function isStraggler(world: World, unit: Unit): boolean {
  const { copy, state } = unit;
  if (state.kind !== 'inFlight' || copy === null || copyCount(unit) !== 1) return false;
  const patience = Math.max(STRAGGLER_MS, (copy.dueAt - copy.issuedAt) / 4);
  return world.now() - copy.issuedAt > patience;
}
