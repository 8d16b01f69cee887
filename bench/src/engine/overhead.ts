/**
 * What the engine costs in a browser: a seat's items through the engine, and the same build called in a bare loop in the same
 * worker, by turns; and how soon after a yes the first unit has run.
 */
import { median, rounded } from '../statistics.ts';
import { bareLoop } from './bare-loop.ts';
import { consent, Feed, openStand, type Stand } from './tab.ts';
import { busiestWorkerThread, cpuMs } from './threads.ts';
import { WorkerSession } from './worker-session.ts';

/** About 10 ms each; a unit of 100 is about a second. */
const TURNS = 10_000_000;
const WINDOW = 2;

export interface EngineReport {
  /** Seconds that a unit takes in the bare loop, by CPU. */
  readonly unitSeconds: number;
  /** CPU time of the bare loop's items over that of as many items of a seat: what of a seat's is spent in the kernel. */
  readonly kernelShare: number;
  /** Items a second of the clock through the engine, over those of the bare loop. */
  readonly itemRate: number;
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
    const rates = await compare(stand, options.quick, progress);
    const firstUnits: number[] = [];
    for (let i = 0; i < (options.quick ? 1 : 5); i++) firstUnits.push(await firstUnitMs(stand));
    progress(`first unit after ${rounded(median(firstUnits), 0)} ms`);
    const worst = Math.max(...firstUnits);
    return { ...rates, firstUnitMs: { median: median(firstUnits), worst } };
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

async function compare(stand: Stand, quick: boolean, progress: (line: string) => void) {
  const [items, units, rounds] = quick ? [10, 2, 1] : [100, 4, 5];
  const { context, session } = await consent(stand);
  const feed = new Feed(session, stand.spin, Array(items).fill(TURNS));
  const thread = await busiestWorkerThread(stand.browser, () => feed.run(2, WINDOW));
  const bare = await bareLoop(await WorkerSession.open(stand.browser, /seat-worker/), stand.spin.hash);
  await bare(2 * items, TURNS);
  const cpu: number[] = [];
  const clock: number[] = [];
  const unitSeconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const count = units * items;
    const engineTook = await timed(thread, () => feed.run(units, WINDOW));
    const bareTook = await timed(thread, () => bare(count, TURNS));
    cpu.push(bareTook.cpu / engineTook.cpu);
    clock.push(bareTook.clock / engineTook.clock);
    unitSeconds.push(bareTook.cpu / units / 1000);
    progress(
      `round ${round + 1}: CPU in the kernel ${rounded(cpu[round])}, items a second ${rounded(clock[round])} of a bare loop`,
    );
  }
  await context.close();
  return {
    unitSeconds: rounded(median(unitSeconds)),
    kernelShare: rounded(median(cpu)),
    itemRate: rounded(median(clock)),
  };
}

async function timed(thread: string, run: () => Promise<void>): Promise<{ cpu: number; clock: number }> {
  const [cpu, clock] = [cpuMs(thread), performance.now()];
  await run();
  return { cpu: cpuMs(thread) - cpu, clock: performance.now() - clock };
}
