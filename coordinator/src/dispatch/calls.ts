/** A single item at once: before everything else, to a seat that idles; whoever asked gets the first answer. */
import { type InputRows, type ItemResult, KnownError, pack, resultAt } from '@manyhands/protocol';
import { fill } from './assigning.ts';
import { openJobs } from './jobs.ts';
import type { SliceGrant } from './journal.ts';
import { openSlice } from './slices.ts';
import type { Session } from './state.ts';
import { carve, putBack } from './units.ts';
import type { World } from './world.ts';

/** Seats without anything to do, of sessions that may be given work. */
export function idleSeats(world: World): number {
  let seats = 0;
  for (const session of world.hungry) seats += idleOf(session);
  return seats;
}

const idleOf = ({ device, open, assignments }: Session): number =>
  device.banned ? 0 : Math.max(0, open - assignments.size);

/**
 * Computes the only item of a slice that was carved for it. Resolves with the first answer that is taken on hold,
 * before it is audited. Rejects with CALL_UNANSWERED after `waitMs`; the item then stays in the job like any other.
 */
export async function callItem(
  world: World,
  grant: SliceGrant,
  { row, waitMs }: { readonly row: Uint8Array; readonly waitMs: number },
): Promise<ItemResult> {
  world.opening.add(grant.id);
  if (!world.jobs.has(grant.job)) await openJobs(world);
  const job = world.jobs.get(grant.job);
  if (job === undefined) world.opening.delete(grant.id);
  const slice = job && (await openSlice(world, job, grant, Promise.resolve(oneRow(row))));
  const unit = slice && carve(slice, 1);
  if (!unit) throw unanswered(grant.first);
  return new Promise((resolve, reject) => {
    unit.call = {
      answered: ({ state }) => {
        unit.call = null;
        const { status, fuel, output } = resultAt(state.answer.results, 0);
        resolve({ status, fuel, output: output.slice() });
      },
    };
    world.later.push({
      at: world.now() + waitMs,
      act: () => {
        if (unit.call === null) return;
        unit.call = null;
        if (world.calls.delete(unit)) putBack(world, unit);
        reject(unanswered(grant.first));
      },
    });
    putBack(world, unit);
    const idle = mostIdle(world);
    if (idle) fill(world, idle);
  });
}

/** The session with the least to do for each seat, of a few that have room. */
function mostIdle(world: World): Session | null {
  let best: Session | null = null;
  let looks = 256;
  for (const session of world.hungry) {
    if (looks-- === 0) break;
    if (idleOf(session) === 0) continue;
    if (best === null || session.assignments.size / session.open < best.assignments.size / best.open)
      best = session;
  }
  return best;
}

const oneRow = (row: Uint8Array): InputRows => ({ row: () => row, run: () => pack([row]) });

const unanswered = (item: number): KnownError =>
  new KnownError(
    'CALL_UNANSWERED',
    `no seat answered in time; item ${item} stays in the job and its row will be among the results`,
    { details: { item } },
  );
