/** Has the referee measure what a job's items really take, for the rate of its later slices. */
import type { ItemIndex } from '@manyhands/protocol';
import { EAGER, itemsToTime } from '../domain/rate.ts';
import type { RefereeResult } from './ports.ts';
import type { OpenJob, OpenSlice, World } from './state.ts';
import { timedOn } from './time-ratios.ts';

/** Where a unit has this many items, one is timed together with one more behind it. */
const NEIGHBOUR_PER_ITEMS = 100;
const MOST_NEIGHBOURS = 10;

/**
 * Keeps what an execution of the referee's tells about time. It is written under the fence of any slice of the job that
 * is still open here [LS3]: the one that asked for it may be settled by now.
 */
export function noteTiming(world: World, job: OpenJob, item: ItemIndex, result: RefereeResult): void {
  const { nanoseconds, fuel } = result;
  const [slice] = job.slices.values();
  if (slice === undefined || nanoseconds === undefined || nanoseconds <= 0 || fuel <= 0n) return;
  const { id, fence, rate } = slice;
  world.ratios.note(timedOn(job, 'referee', 'referee'), nanoseconds / ((Number(fuel) * rate) / 1e9));
  world.batch.batch.timings.push({ job: job.terms.id, slice: id, fence, item, fuel, nanoseconds });
}

/**
 * Times a few secretly chosen items of a slice just claimed and of what will be carved next. A job that meets the
 * referee often has its audits timed anyway, but one whose devices all know each other may never meet it.
 */
export function timeItems(world: World, slice: OpenSlice): void {
  const { job } = slice;
  if (slice.price === null || job.timing) return;
  const items = [...slice.units].reduce((sum, unit) => sum + unit.count, 0);
  const share = world.timedPpm * (job.rateIsKnown ? 1 : EAGER);
  const count = itemsToTime(items, share, world.ports.random());
  if (count === 0) return;
  const chosen = Array.from({ length: count }, () => someItem(world, slice, items));
  job.timing = true;
  void Promise.all(chosen.map((item) => timeFrom(world, job, item))).finally(() => {
    job.timing = false;
  });
}

function someItem(world: World, slice: OpenSlice, items: number): ItemIndex {
  const first = Math.min(...[...slice.units].map((unit) => unit.first));
  const end = Math.min(slice.job.terms.itemCount, first + 2 * items);
  return (first + Math.floor(world.ports.random() * (end - first))) as ItemIndex;
}

/** An item, and where items are short some behind it: alone a short item shows little but the process waking up. */
async function timeFrom(world: World, job: OpenJob, first: ItemIndex): Promise<void> {
  const { terms } = job;
  const neighbours = Math.max(1, Math.floor(terms.unitItems / NEIGHBOUR_PER_ITEMS));
  const count = Math.min(MOST_NEIGHBOURS, neighbours, terms.itemCount - first);
  try {
    const inputs = await world.ports.inputs(terms, first, count);
    const rows = Array.from({ length: count }, (_, i) => inputs.row((first + i) as ItemIndex));
    const results = await world.ports.referee.execute(terms, rows, { timed: true });
    results.forEach((result, i) => {
      noteTiming(world, job, (first + i) as ItemIndex, result);
    });
  } catch (cause) {
    // The rate stays what it is until another item can be timed; nobody waits for this one.
    world.ports.report({ kind: 'trouble', what: `timing items of job ${terms.id} failed`, cause });
  }
}
