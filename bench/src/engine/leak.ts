/** Whether a tab that computes for long keeps more and more memory: heaps after collection, at every tenth of the way. */
import { rounded } from '../statistics.ts';
import { consent, Feed, openStand } from './tab.ts';
import { WorkerSession } from './worker-session.ts';

/** Given out at once, so that the time goes into units rather than into waiting for them. */
const AHEAD = 16;
const GROWTH = 1.1;
const LOOKS = 10;
const HEAPS = { page: /127\.0\.0\.1:\d+\/$/, engine: /engine-worker/, seat: /seat-worker/ } as const;
type Heap = keyof typeof HEAPS;

export interface LeakReport {
  readonly units: number;
  /** Bytes after each tenth of the units; `growth` is the last over the first. */
  readonly heaps: Record<Heap, { readonly bytes: readonly number[]; readonly growth: number }>;
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
    const names = Object.keys(HEAPS) as Heap[];
    const tenth = Math.ceil(units / LOOKS);
    await feed.run(tenth, AHEAD);
    const lines = await Promise.all(names.map((name) => WorkerSession.open(stand.browser, HEAPS[name])));
    const looks: number[][] = [];
    for (let look = 1; look <= LOOKS; look++) {
      if (look > 1) await feed.run(tenth, AHEAD);
      const bytes = await Promise.all(lines.map((line) => line.heapBytes()));
      looks.push(bytes);
      progress(`after ${look * tenth} units: ${bytes.join(', ')} bytes in ${names.join(', ')}`);
    }
    const heapOf = (name: Heap) => {
      const bytes = looks.map((look) => look[names.indexOf(name)]);
      return { bytes, growth: rounded(bytes[LOOKS - 1] / bytes[0]) };
    };
    const heaps = { page: heapOf('page'), engine: heapOf('engine'), seat: heapOf('seat') };
    const grown = names.filter((name) => heaps[name].growth > GROWTH);
    if (!quick && grown.length > 0)
      throw new Error(`the heap of ${grown.join(' and ')} grew: ${JSON.stringify(heaps)}`);
    return { units: LOOKS * tenth, heaps };
  } finally {
    await stand.close();
  }
}
