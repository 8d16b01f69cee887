/** A single item at once: its unit goes before all others, to a seat that idles, and whoever asked gets the first answer. */
import { type ItemResult, KnownError } from '@manyhands/protocol';
import { assignTo } from './assigning.ts';
import type { SliceGrant } from './journal.ts';
import { inputRows } from './ports.ts';
import { openJobs, openSlice } from './slices.ts';
import type { Session, Unit, World } from './state.ts';
import { putFirst } from './units.ts';

/** Seats without anything to do, of sessions that may be given work. */
export const idleSeats = (world: World): number =>
  [...world.sessions].reduce((sum, session) => sum + idleOf(session), 0);

const idleOf = ({ device, open, assignments }: Session): number =>
  device.banned ? 0 : Math.max(0, open - assignments.size);

/**
 * Computes the only item of a slice that was carved for it. Resolves with the first answer that is taken on hold, before it is
 * audited. Rejects with CALL_UNANSWERED after `waitMs`; the item then stays in the job like any other.
 */
export async function callItem(
  world: World,
  grant: SliceGrant,
  { row, waitMs }: { readonly row: Uint8Array; readonly waitMs: number },
): Promise<ItemResult> {
  if (!world.jobs.has(grant.job)) await openJobs(world);
  const job = world.jobs.get(grant.job);
  if (job === undefined) throw unanswered(grant.first);
  const slice = await openSlice(
    world,
    job,
    grant,
    inputRows(() => row),
  );
  const [unit] = slice.units;
  return new Promise((resolve, reject) => {
    world.calls.set(unit, resolve);
    world.later.push({
      at: world.now() + waitMs,
      act: () => {
        if (world.calls.delete(unit)) reject(unanswered(grant.first));
      },
    });
    giveOut(world, unit);
  });
}

/** To the session with the least to do for each seat; where none idles, to whoever asks next. */
function giveOut(world: World, unit: Unit): void {
  const [best] = [...world.sessions]
    .filter((session) => idleOf(session) > 0)
    .sort((a, b) => a.assignments.size / a.open - b.assignments.size / b.open);
  if (best === undefined) putFirst(world, unit);
  else assignTo(world, best, unit);
}

const unanswered = (item: number): KnownError =>
  new KnownError(
    'CALL_UNANSWERED',
    `no seat answered in time; item ${item} stays in the job and its row will be among the results`,
    { details: { item } },
  );
