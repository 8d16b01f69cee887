import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { type ArrivedRow, manyhands, type Row } from '@manyhands/sdk';
import { afterEach, expect, it } from 'vitest';
import { freePort } from './coordinator-process.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { Cleanup, contribute } from './stack.ts';

const SOURCE = 'export function doubled(x: i32): i64 { return 2 * i64(x); }';
const ITEMS = 6_000;
const RESTART_AT = ITEMS / 4;
/** A connection has up to this many bytes: some cuts are in the first frame, some behind many. */
const MOST_BYTES = 130_000;
const LEAST_BYTES = 1_500;

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** Numbers from 0 to below 1, by a seed that is printed. */
function randomNumbers(): () => number {
  let random = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${random}`);
  return () => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return random / 2 ** 32;
  };
}

it('[RS1] [RS2] no row is lost or doubled although connections are cut at random and the coordinator starts again', async () => {
  const random = randomNumbers();
  const port = await freePort();
  const dir = cleanup.folder();
  const start = (): Promise<Coordinator> =>
    startCoordinator({
      port,
      host: '127.0.0.1',
      dir,
      database: { kind: 'pglite', dir: `${dir}/database` },
      webRoot: null,
      referees: 1,
      payments: null,
      logLevel: 'error',
    });
  let coordinator = await start();
  cleanup.add(() => coordinator.drain());
  const proxy = new CuttingProxy(port, () => LEAST_BYTES + Math.floor(random() * MOST_BYTES));
  const url = await proxy.listen();
  cleanup.add(() => proxy.close());
  await contribute(cleanup, coordinator.url, {});
  const direct = manyhands(coordinator.url);
  const { key } = await direct.account('Test');
  const { id } = await direct.run(
    { source: SOURCE },
    { kind: 'range', from: 0, to: ITEMS },
    { unitItems: 100 },
  );

  const job = manyhands(url, key).job(id);
  const ordered: number[] = [];
  const final = new Set<number>();
  const provisional = new Set<number>();
  const isRight = ({ index, values }: Row) => values?.result === 2n * BigInt(index);
  let restarting: Promise<void> | null = null;
  const restart = async (): Promise<void> => {
    await coordinator.drain();
    coordinator = await start();
  };
  const inOrder = async (): Promise<void> => {
    for await (const row of job.results()) {
      if (!isRight(row)) throw new Error(`row ${row.index} is wrong`);
      ordered.push(row.index);
      if (ordered.length === RESTART_AT) restarting = restart();
    }
  };
  const take = (row: ArrivedRow): void => {
    const { index } = row;
    if (!isRight(row) || final.has(index)) throw new Error(`row ${index} is wrong or came before`);
    if (!row.provisional) final.add(index);
    else if (provisional.has(index)) throw new Error(`provisional row ${index} came before`);
    else provisional.add(index);
  };
  const asTheyCome = async (): Promise<void> => {
    // A reader that stops now and then, and goes on from its cursor as another process would: it knows of no provisional row.
    for (let cursor = ''; ; ) {
      const stream = job.results({ state: 'provisional', cursor });
      let left = 500 + Math.floor(random() * ITEMS);
      provisional.clear();
      for await (const row of stream) {
        take(row);
        if (--left === 0) break;
      }
      if (left > 0) return;
      cursor = stream.cursor;
    }
  };
  await Promise.all([inOrder(), asTheyCome()]);
  await restarting;
  expect(ordered).toEqual(Array.from({ length: ITEMS }, (_, i) => i));
  expect(final.size).toBe(ITEMS);
  expect(proxy.cuts).toBeGreaterThan(3);
});
