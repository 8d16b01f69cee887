/**
 * Which build serves a kernel's items best. Every candidate gives the careful build's answers, whatever the samples
 * show, so this is a matter of speed alone and may be settled by a clock.
 */
import { equalBytes, ITEM_STATUS, LIMITS } from '@manyhands/protocol';
import { mapModule } from '../binary/module.ts';
import { type Build, instrument } from '../instrument/instrument.ts';
import { nanFacts } from '../instrument/nan.ts';
import type { NaNMode } from '../runtime/build.ts';
import { instantiate, type Kernel } from '../runtime/kernel.ts';
import { processorMilliseconds } from './calibration.ts';
import type { Choice, TrialItem, TrialRequest } from './requests.ts';
import { smallPagesFor } from './small-pages.ts';

export interface Contest extends Pick<TrialRequest, 'wasm' | 'memoryPages' | 'inputs' | 'fuelCap'> {
  readonly datasets: readonly Uint8Array[];
  readonly careful: Build;
  readonly kernel: Kernel;
  /** How the samples ended on the careful build. */
  readonly items: readonly TrialItem[];
  /** The most memory that one of them used. */
  readonly touchedBytes: number;
  /** What the comparison took: this is to take no more than about as long. */
  readonly secondsSpent: number;
}

interface Candidate {
  readonly build: Build;
  readonly kernel: Kernel;
  readonly nan: NaNMode;
  readonly pages: number;
  /** Milliseconds of each run, by sample. */
  readonly times: number[][];
}

/** A small memory is copied whole for each item: above 4 MiB that costs more than watching stores. */
const MOST_SMALL_PAGES = 64;
/** Of a larger kernel no twins are made: a build that carries two of it is slow to fetch and to compile. */
const TWIN_KERNEL_BYTES = LIMITS.kernelBytes / 4;
const LEAST_SECONDS = 0.5;
/** Milliseconds. */
const SHORTEST_RUN = 0.3;
/** A fast build must be faster by more than this: what it gains else is not worth its size. */
const WORTH = 0.99;

/** The fastest of the builds that hold on the samples. */
export function choose(contest: Contest): { build: Build; kernel: Kernel; choice: Choice } {
  const { careful, kernel, items } = contest;
  const { facts } = kernel;
  const first: Candidate = {
    build: careful,
    kernel,
    nan: 'strict',
    pages: facts.pages,
    times: items.map(() => []),
  };
  const shapes = shapesOf(contest);
  const made = shapes.map((shape) => ({ ...shape, candidate: candidateOf(contest, shape) }));
  const rivals = made.flatMap(({ candidate }) => (candidate === null ? [] : [candidate]));
  const well = items.flatMap(({ status }, i) => (status === ITEM_STATUS.ok ? [i] : []));
  if (rivals.length > 0 && well.length > 0) race(contest, [first, ...rivals], well);

  const carefulTime = typicalTime(first);
  const ratioOf = (candidate: Candidate | null): number | null =>
    candidate === null || carefulTime === 0 ? null : typicalTime(candidate) / carefulTime;
  let best = first;
  for (const rival of rivals)
    if (typicalTime(rival) < Math.min(WORTH * carefulTime, typicalTime(best))) best = rival;
  return {
    build: best.build,
    kernel: best.kernel,
    choice: {
      nan: best.nan,
      memory: best.pages < facts.pages ? 'small' : 'full',
      pages: best.pages,
      candidates: [
        { nan: 'strict', pages: facts.pages, ratio: 1 },
        ...made.map(({ nan, pages, candidate }) => ({ nan, pages, ratio: ratioOf(candidate) })),
      ],
    },
  };
}

type Shape = Pick<Candidate, 'nan' | 'pages'>;

/** What besides the careful build could be worth a try. */
function shapesOf({ wasm, kernel, touchedBytes }: Contest): Shape[] {
  if (wasm.length > TWIN_KERNEL_BYTES) return [];
  const full = kernel.facts.pages;
  const small = smallPagesFor(touchedBytes);
  const sizes = small <= MOST_SMALL_PAGES && small < full ? [full, small] : [full];
  const { lazyBytes, sumsStores } = nanFacts(mapModule(wasm));
  const modes: NaNMode[] = ['strict'];
  if (lazyBytes !== null) modes.push('lazy');
  if (sumsStores && kernel.facts.wasi === undefined) modes.push('absent');
  const all = modes.flatMap((nan) => sizes.map((pages) => ({ nan, pages })));
  return all.filter(({ nan, pages }) => nan !== 'strict' || pages < full);
}

/** A build of this shape; null if it seldom holds, or answers otherwise than the careful one, a fault of ours. */
function candidateOf(contest: Contest, { nan, pages }: Shape): Candidate | null {
  const { wasm, memoryPages, datasets, inputs, fuelCap, items } = contest;
  const build = instrument(wasm, { memoryPages, nan, smallPages: pages });
  const kernel = instantiate(new WebAssembly.Module(build.bytes as BufferSource), { datasets });
  const deadline = performance.now() + 1000 * Math.max(LEAST_SECONDS, contest.secondsSpent / 4);
  let tried = 0;
  for (const [i, { status, fuel, output }] of items.entries()) {
    tried++;
    const again = kernel.runItem(inputs[i], fuelCap);
    if (again.status !== status || again.fuel !== fuel || !equalBytes(again.output, output)) return null;
    if (performance.now() > deadline) break;
  }
  if (2 * kernel.reruns > tried) return null;
  return { build, kernel, nan, pages, times: inputs.map(() => []) };
}

/** Runs samples on all candidates in turns, so that all see the same machine; the cheaper samples if there is no time for all. */
function race(contest: Contest, candidates: readonly Candidate[], well: readonly number[]): void {
  const { items, inputs, fuelCap, secondsSpent } = contest;
  const milliseconds = 1000 * Math.max(LEAST_SECONDS, secondsSpent / 2);
  const cheapFirst = [...well].sort((a, b) => items[a].milliseconds - items[b].milliseconds);
  const samples = affordable(cheapFirst, (i) => candidates.length * items[i].milliseconds, milliseconds / 4);
  const deadline = performance.now() + milliseconds;
  for (let round = 0; round === 0 || performance.now() < deadline; round++)
    for (const i of samples) {
      // A clock that counts microseconds needs a good many of them.
      const repeats = Math.ceil(SHORTEST_RUN / Math.max(items[i].milliseconds, SHORTEST_RUN / 100));
      candidates.forEach((_, turn) => {
        const { kernel, times } = candidates[(turn + round) % candidates.length];
        const start = processorMilliseconds();
        for (let n = 0; n < repeats; n++) kernel.runItem(inputs[i], fuelCap);
        times[i].push((processorMilliseconds() - start) / repeats);
      });
    }
}

/** The first of them whose costs together stay within a limit; at least one. */
function affordable(list: readonly number[], costOf: (i: number) => number, limit: number): number[] {
  let cost = 0;
  return list.filter((i, at) => {
    cost += costOf(i);
    return at === 0 || cost <= limit;
  });
}

/** Milliseconds for the samples that were timed: of each the lower quartile, which what else the machine does hardly moves. */
const typicalTime = ({ times }: Candidate): number =>
  times.reduce((sum, runs) => sum + ([...runs].sort((a, b) => a - b)[runs.length >> 2] ?? 0), 0);
