/** Slices of which nothing is open any more. */
import type { DeviceState, ExitCheck, OpenSlice } from './state.ts';
import { forgetUnit } from './units.ts';
import type { World } from './world.ts';

/** Settles a slice once every item of it is final and nothing is owed on it. */
export function settleIfDone(world: World, slice: OpenSlice): void {
  if (slice.open > 0 || slice.owedLate > 0 || !slice.job.slices.has(slice.id)) return;
  world.batch.batch.settled.push({ slice: slice.id, fence: slice.fence });
  world.settling.add(slice.id);
  dropSlice(world, slice);
  const { job } = slice;
  // Where all is carved, somebody may still give a slice up, but not this minute: calls are not to wait behind claims.
  if (job.slices.size === 0 || job.carvedTo < job.terms.itemCount) job.claimAfter = 0;
}

/** Forgets a slice: it is settled, or somebody else's now. Answers still under way for it are dropped. */
export function dropSlice(world: World, slice: OpenSlice): void {
  const { job } = slice;
  job.slices.delete(slice.id);
  job.fresh.delete(slice);
  for (const { first, end } of slice.gaps) job.counts.waiting -= end - first;
  const broken = new Map<ExitCheck, DeviceState>();
  for (const unit of slice.units) {
    const held = unit.state.kind === 'held' ? unit.state : null;
    forgetUnit(world, unit);
    if (held === null || held.answer.device === 'referee') continue;
    const device = world.devices.get(held.answer.device);
    if (device === undefined) continue;
    device.held = device.held.filter((other) => other !== unit);
    device.heldItems -= unit.count;
    if (held.exit !== null && held.exit.pending > 0) broken.set(held.exit, device);
  }
  for (const [exit, device] of broken) drawAnew(device, exit);
}

/** An exit check of which audits went with a slice never ends: what is still here of it gets another one. */
function drawAnew(device: DeviceState, exit: ExitCheck): void {
  for (const { state } of device.held) if (state.exit === exit) state.exit = null;
}

/** Slices are open here, and all that can be done of them without contributors is done. */
export function holdsOnlyWaiting(world: World): boolean {
  let slices = 0;
  for (const { counts, slices: open, claiming, flights } of world.jobs.values()) {
    if (claiming || flights > 0 || counts.held + counts.refereed + counts.inFlight > 0) return false;
    slices += open.size;
  }
  return slices > 0;
}
