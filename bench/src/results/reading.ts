/** A reader's process as the bench sees it, and what it and the coordinator use meanwhile. */
import { fork } from 'node:child_process';
import { type Usage, usageOf, usageOfTree } from '../dispatch/usage.ts';
import { rounded } from '../statistics.ts';

/** Rows by the SDK in order, as they come, or as columns; and text, which was all there is before. */
export const WAYS = ['rows', 'arrivals', 'batches', 'csv', 'ndjson'] as const;

export interface ReadOrder {
  readonly way: (typeof WAYS)[number];
  readonly url: string;
  readonly key: string;
  readonly job: string;
}

/** What came, as sums, and in what time. */
export interface Read {
  readonly rows: number;
  readonly indices: number;
  readonly results: number;
  readonly ms: number;
}

export interface Reading {
  readonly way: ReadOrder['way'];
  readonly rowsPerSecond: number;
  /** Microseconds of processor time for each row. */
  readonly cpuUsPerRow: Readonly<Record<'reader' | 'coordinator' | 'postgres', number>>;
  /** Resident megabytes of both when a tenth, half and all of the time was over, and at most. */
  readonly rssMb: Readonly<Record<'reader' | 'coordinator', Residence>>;
}

interface Residence {
  readonly tenth: number;
  readonly half: number;
  readonly end: number;
  readonly most: number;
}

interface Processes {
  readonly coordinator: number;
  readonly postgres: number;
}

const SAMPLE_MS = 20;
const MEGA = 1e6;

/** One reader's run. Throws unless it read just what it should: each of `items` rows, whose results are 3 × index + 1. */
export async function reading(order: ReadOrder, items: number, processes: Processes): Promise<Reading> {
  const child = fork(new URL('reader.js', import.meta.url));
  const pid = child.pid as number;
  const look = () => ({
    reader: usageOf([pid]),
    coordinator: usageOf([processes.coordinator]),
    postgres: usageOfTree(processes.postgres),
  });
  const samples = [look()];
  const timer = setInterval(() => samples.push(look()), SAMPLE_MS);
  try {
    const read = await new Promise<Read>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Read));
      child.once('exit', (code) => reject(new Error(`the reader of ${order.way} ended with ${code}`)));
      child.send(order);
    });
    samples.push(look());
    check(order.way, read, items);
    return figures(order.way, read, samples);
  } finally {
    clearInterval(timer);
    child.kill('SIGKILL');
  }
}

function check(way: string, { rows, indices, results }: Read, items: number): void {
  const sum = (items * (items - 1)) / 2;
  if (rows !== items || indices !== sum || results !== 3 * sum + items)
    throw new Error(`${way} read ${rows} rows of ${items}, with sums of ${indices} and ${results}`);
}

type Sample = Readonly<Record<'reader' | 'coordinator' | 'postgres', Usage>>;

function figures(way: Reading['way'], read: Read, samples: readonly Sample[]): Reading {
  // A reader that has ended counts nothing any more: its last sample with anything is taken.
  const cpuUs = (who: keyof Sample): number => {
    const most = Math.max(...samples.map((sample) => sample[who].cpuMs));
    return rounded((1000 * (most - samples[0][who].cpuMs)) / read.rows, 2);
  };
  const residence = (who: 'reader' | 'coordinator'): Residence => {
    const mb = samples.map((sample) => Math.round(sample[who].rssBytes / MEGA)).filter((n) => n > 0);
    const at = (share: number): number => mb[Math.floor(share * (mb.length - 1))];
    return { tenth: at(0.1), half: at(0.5), end: at(1), most: Math.max(...mb) };
  };
  return {
    way,
    rowsPerSecond: Math.round((1000 * read.rows) / read.ms),
    cpuUsPerRow: { reader: cpuUs('reader'), coordinator: cpuUs('coordinator'), postgres: cpuUs('postgres') },
    rssMb: { reader: residence('reader'), coordinator: residence('coordinator') },
  };
}
