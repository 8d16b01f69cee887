/** How fast results reach a researcher, and what memory that takes on both sides: in each way that they can be read. */
import { startPostgres } from '@manyhands/coordinator/testing';
import { manyhands } from '@manyhands/sdk';
import { startCoordinator } from '../dispatch/coordinator.ts';
import { LoadProcess } from '../dispatch/load-process.ts';
import { Ends, fuelOfItems } from '../dispatch/network.ts';
import { SOURCE } from '../dispatch/truth.ts';
import { pause } from '../dispatch/window.ts';
import { type Reading, reading, WAYS } from './reading.ts';

const SESSIONS = 16;
const UNIT_ITEMS = 64;
const POLL_MS = 200;
/** Such a load computes far more than this many items a second; where it does not, something is wrong. */
const LEAST_ITEMS_PER_SECOND = 2_000;

export interface ResultsReport {
  readonly items: number;
  /** Of four bytes each, in order of {@link WAYS}. */
  readonly readings: readonly Reading[];
}

export async function results(items: number, say: (line: string) => void): Promise<ResultsReport> {
  const ends = new Ends();
  try {
    const postgres = await startPostgres({ durable: true });
    ends.add(() => postgres.stop());
    const coordinator = await startCoordinator({ DATABASE_URL: postgres.url });
    ends.add(() => coordinator.stop());
    const client = manyhands(coordinator.url);
    const { key } = await client.account('bench');
    const { kernel } = await client.publish({ source: SOURCE, name: 'tripled' });
    const job = await client.run(
      { kernel },
      { kind: 'range', from: 0, to: items },
      { unitItems: UNIT_ITEMS, fuelCap: 2_000n },
    );
    const fuel = await fuelOfItems({ client, kernel });
    await compute(
      ends,
      coordinator.url,
      fuel,
      async () => (await job.progress()).state === 'certified',
      items,
    );
    say(
      'way          rows/s  µs CPU/row: reader  coordinator  postgres   MB at 1/10, 1/2, end: reader, coordinator',
    );
    const readings: Reading[] = [];
    const processes = { coordinator: coordinator.pid, postgres: postgres.pid };
    for (const way of WAYS) {
      readings.push(await reading({ way, url: coordinator.url, key, job: job.id }, items, processes));
      say(line(readings[readings.length - 1]));
    }
    return { items, readings };
  } finally {
    await ends.run();
  }
}

/** Has the job computed by a load that knows its answers. */
async function compute(
  ends: Ends,
  url: string,
  fuel: bigint,
  isDone: () => Promise<boolean>,
  items: number,
): Promise<void> {
  const load = new LoadProcess();
  ends.add(() => load.stop());
  await load.open(url, SESSIONS, 1);
  await load.work(fuel, null);
  const latest = performance.now() + 60_000 + (1000 * items) / LEAST_ITEMS_PER_SECOND;
  while (!(await isDone())) {
    if (performance.now() > latest) throw new Error('the job was not certified in time');
    await pause(POLL_MS);
  }
  await load.stop();
}

const line = ({ way, rowsPerSecond, cpuUsPerRow, rssMb }: Reading): string =>
  [
    way.padEnd(9),
    String(rowsPerSecond).padStart(9),
    String(cpuUsPerRow.reader).padStart(19),
    String(cpuUsPerRow.coordinator).padStart(12),
    String(cpuUsPerRow.postgres).padStart(9),
    `  ${[rssMb.reader, rssMb.coordinator].map(({ tenth, half, end }) => [tenth, half, end].join(' ')).join(', ')}`,
  ].join(' ');
