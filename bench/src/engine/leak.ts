/** Whether a tab that computes for long keeps more and more memory: heaps after collection, early and at the end. */
import { rounded } from '../statistics.ts';
import { consent, Feed, openStand } from './tab.ts';
import { WorkerSession } from './worker-session.ts';

/** Given out at once, so that the time goes into units rather than into waiting for them. */
const AHEAD = 16;
const GROWTH = 1.1;
const HEAPS = { page: /127\.0\.0\.1:\d+\/$/, engine: /engine-worker/, seat: /seat-worker/ } as const;
type Heap = keyof typeof HEAPS;

export interface LeakReport {
  readonly units: number;
  /** Bytes after a tenth of the units, and after all. */
  readonly heaps: Record<Heap, { readonly early: number; readonly end: number; readonly growth: number }>;
}

/** Throws where a heap grew by more than a tenth, unless the run is too short to tell. */
export async function leak(
  options: { units: number; quick: boolean },
  progress: (line: string) => void,
): Promise<LeakReport> {
  const { units, quick } = options;
  const stand = await openStand();
  try {
    const { session } = await consent(stand);
    const feed = new Feed(session, stand.spin, [100]);
    const early = Math.floor(units / 10);
    await feed.run(early, AHEAD);
    const names = Object.keys(HEAPS) as Heap[];
    const lines = await Promise.all(names.map((name) => WorkerSession.open(stand.browser, HEAPS[name])));
    const before = await Promise.all(lines.map((line) => line.heapBytes()));
    progress(`after ${early} units: ${before.join(', ')} bytes in ${names.join(', ')}`);
    await feed.run(units - early, AHEAD);
    const after = await Promise.all(lines.map((line) => line.heapBytes()));
    progress(`after ${units} units: ${after.join(', ')} bytes in ${names.join(', ')}`);
    const heaps = Object.fromEntries(
      names.map((name, i) => [
        name,
        { early: before[i], end: after[i], growth: rounded(after[i] / before[i]) },
      ]),
    ) as LeakReport['heaps'];
    const grown = names.filter((name) => heaps[name].growth > GROWTH);
    if (!quick && grown.length > 0)
      throw new Error(`the heap of ${grown.join(' and ')} grew: ${JSON.stringify(heaps)}`);
    return { units, heaps };
  } finally {
    await stand.close();
  }
}
