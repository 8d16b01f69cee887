/**
 * What the engine costs in a browser: a seat's items through the engine, and the same build called in a bare loop in the same
 * worker, by turns; and how soon after a yes the first unit has run.
 */
import { LIMITS } from '@manyhands/protocol';
import { median, rounded } from '../statistics.ts';
import { bareLoop } from './bare-loop.ts';
import { consent, Feed, openStand, type Stand } from './tab.ts';
import { busiestWorkerThread, cpuMs } from './threads.ts';
import { WorkerSession } from './worker-session.ts';

/** What the seat computes at a time: so many items of so many turns, and so many such units a round. */
interface Load {
  readonly turns: number;
  readonly items: number;
  readonly units: number;
}
/** From 10 ms an item down to a microsecond. A unit takes a second, or has as many items as one message may have. */
const LOADS: readonly Load[] = [
  { turns: 10_000_000, items: 100, units: 2 },
  { turns: 100_000, items: LIMITS.itemsPerAssignment, units: 3 },
  { turns: 10_000, items: LIMITS.itemsPerAssignment, units: 25 },
  { turns: 1_000, items: LIMITS.itemsPerAssignment, units: 200 },
];
const QUICK: readonly Load[] = [{ turns: 1_000_000, items: 10, units: 2 }];
const WINDOW = 2;
/** How soon after the yes the first unit has run, in the median. */
const FIRST_UNIT_MS = 1_000;
const ROUNDS = 3;
/**
 * In the engine's worker: to its probe this machine is always as fast. Else the governor would take less wherever
 * something besides the benchmark runs, and rests would be measured.
 */
const EVEN_CLOCK = '{ let now = performance.now(); performance.now = () => (now += 0.02); }';

export interface LoadReport {
  /** Microseconds of CPU that an item takes in the bare loop, and seconds that a unit does. */
  readonly itemUs: number;
  readonly unitSeconds: number;
  /** CPU time of the bare loop's items over that of as many items of a seat: what of a seat's is spent in the kernel. */
  readonly kernelShare: number;
  /** Items a second of the clock through the engine, over those of the bare loop. */
  readonly itemRate: number;
}

export interface EngineReport {
  readonly loads: readonly LoadReport[];
  /** Milliseconds from the yes until the first unit was computed and its answer came: median and worst. */
  readonly firstUnitMs: { readonly median: number; readonly worst: number };
}

export async function engine(
  options: { quick: boolean },
  progress: (line: string) => void,
): Promise<EngineReport> {
  const stand = await openStand();
  try {
    // First, while the browser has no other workers: those of a closed page may be listed a little longer.
    const loads = await compareAll(stand, options.quick, progress);
    const firstUnits: number[] = [];
    for (let i = 0; i < (options.quick ? 1 : 5); i++) firstUnits.push(await firstUnitMs(stand));
    progress(`first unit after ${rounded(median(firstUnits), 0)} ms`);
    const worst = Math.max(...firstUnits);
    if (!options.quick && median(firstUnits) > FIRST_UNIT_MS)
      throw new Error(`the first unit came after ${median(firstUnits)} ms, more than ${FIRST_UNIT_MS}`);
    return { loads, firstUnitMs: { median: median(firstUnits), worst } };
  } finally {
    await stand.close();
  }
}

/** A visitor who was never there before: keys, workers, download and compilation are all in it. */
async function firstUnitMs(stand: Stand): Promise<number> {
  const { context, session, consented } = await consent(stand);
  const feed = new Feed(session, stand.spin, [1]);
  await feed.run(1, 1);
  const answered = Date.now();
  const took = answered - (await consented());
  await context.close();
  return took;
}

async function compareAll(stand: Stand, quick: boolean, progress: (line: string) => void) {
  const loads = quick ? QUICK : LOADS;
  const { context, session } = await consent(stand);
  await (await WorkerSession.open(stand.browser, /engine-worker/)).evaluate(EVEN_CLOCK);
  const feedOf = ({ items, turns }: Load): Feed => new Feed(session, stand.spin, Array(items).fill(turns));
  const thread = await busiestWorkerThread(stand.browser, () => feedOf(loads[0]).run(2, WINDOW));
  const bare = await bareLoop(await WorkerSession.open(stand.browser, /seat-worker/), stand.spin.hash);
  const reports: LoadReport[] = [];
  for (const load of loads) {
    const { items, turns, units } = load;
    const feed = feedOf(load);
    await bare(units * items, turns);
    await feed.run(units, WINDOW);
    const rounds: { engine: Took; bare: Took }[] = [];
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++)
      rounds.push({
        engine: await timed(thread, () => feed.run(units, WINDOW)),
        bare: await timed(thread, () => bare(units * items, turns)),
      });
    const report = reportOf(load, rounds);
    progress(JSON.stringify(report));
    reports.push(report);
  }
  await context.close();
  return reports;
}

function reportOf({ items, units }: Load, rounds: readonly { engine: Took; bare: Took }[]): LoadReport {
  const of = (measure: (round: { engine: Took; bare: Took }) => number) => median(rounds.map(measure));
  const unitMs = of(({ bare }) => bare.cpu / units);
  return {
    itemUs: rounded((1000 * unitMs) / items, 1),
    unitSeconds: rounded(unitMs / 1000),
    kernelShare: rounded(of(({ engine, bare }) => bare.cpu / engine.cpu)),
    itemRate: rounded(of(({ engine, bare }) => bare.clock / engine.clock)),
  };
}

interface Took {
  readonly cpu: number;
  readonly clock: number;
}

async function timed(thread: string, run: () => Promise<void>): Promise<Took> {
  const [cpu, clock] = [cpuMs(thread), performance.now()];
  await run();
  return { cpu: cpuMs(thread) - cpu, clock: performance.now() - clock };
}
