/** Has the referee measure what a job's items really take, for the rate of its later slices. */
import { ITEM_STATUS, type ItemIndex } from '@manyhands/protocol';
import { EAGER, itemsToTime } from '../domain/rate.ts';
import type { RefereeResult } from './ports.ts';
import type { OpenJob, OpenSlice } from './state.ts';
import { timedOn } from './time-ratios.ts';
import type { World } from './world.ts';

/** Where a unit has this many items, one is timed together with one more behind it. */
const NEIGHBOUR_PER_ITEMS = 100;
const MOST_NEIGHBOURS = 10;
const GIGA = 1e9;

/**
 * Whether it says what the job's fuel takes. A trap is paid at its cap, however little ran before it: it says something only
 * where even so much pays less than the trial's rate promised.
 */
const isTelling = ({ status, fuel, nanoseconds }: RefereeResult, trialRate: number): boolean => {
  if (nanoseconds === undefined || nanoseconds <= 0 || fuel <= 0n) return false;
  return status !== ITEM_STATUS.trap || nanoseconds * GIGA > Number(fuel) * trialRate;
};

/**
 * Keeps what an execution of the referee's tells about time. It is written under the fence of any slice of the job that
 * is still open here [LS3]: the one that asked for it may be settled by now.
 */
export function noteTiming(world: World, job: OpenJob, item: ItemIndex, result: RefereeResult): void {
  const { nanoseconds = 0, fuel } = result;
  const [slice] = job.slices.values();
  if (slice === undefined || !isTelling(result, job.terms.rate)) return;
  const { id, fence, rate } = slice;
  world.ratios.note(timedOn(job, 'referee', 'referee'), nanoseconds / ((Number(fuel) * rate) / GIGA));
  world.batch.batch.timings.push({ job: job.terms.id, slice: id, fence, item, fuel, nanoseconds });
}

/**
 * Times a few secretly chosen items of a slice just claimed. A job that meets the
 * referee often has its audits timed anyway, but one whose devices all know each other may never meet it.
 */
export function timeItems(world: World, slice: OpenSlice): void {
  const { job } = slice;
  if (slice.price === null || job.timing) return;
  const items = slice.gaps.reduce((sum, { first, end }) => sum + end - first, 0);
  const share = world.timedPpm * (job.rateIsKnown ? 1 : EAGER);
  const count = itemsToTime(items, share, world.ports.random());
  if (count === 0) return;
  const { first, count: size } = slice;
  const chosen = Array.from({ length: count }, () => first + Math.floor(world.ports.random() * size));
  job.timing = true;
  void Promise.all(chosen.map((item) => timeFrom(world, slice, item))).finally(() => {
    job.timing = false;
  });
}

/** An item, and where items are short some behind it: alone a short item shows little but the process waking up. */
async function timeFrom(world: World, slice: OpenSlice, first: number): Promise<void> {
  const { job, inputs } = slice;
  const { terms } = job;
  const neighbours = Math.min(
    MOST_NEIGHBOURS,
    Math.max(1, Math.floor(terms.unitItems / NEIGHBOUR_PER_ITEMS)),
  );
  const count = Math.min(neighbours, slice.first + slice.count - first);
  const rows = Array.from({ length: count }, (_, i) => inputs.row(first + i));
  try {
    const results = await world.ports.referee.execute(terms, rows, { timed: true });
    results.forEach((result, i) => {
      noteTiming(world, job, (first + i) as ItemIndex, result);
    });
  } catch (cause) {
    // The rate stays what it is until another item can be timed; nobody waits for this one.
    world.ports.report({ kind: 'trouble', what: `timing items of job ${terms.id} failed`, cause });
  }
}
