import { join } from 'node:path';
import { startCoordinator } from '@manyhands/coordinator';
import { openDb, storedUnits } from '@manyhands/coordinator/testing';
import { type Job, manyhands, readResults, verifyResults } from '@manyhands/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freePort, kill, startProcess } from './coordinator-process.ts';
import { WALK, walk, walks } from './kernels.ts';
import { ListeningProxy } from './listening-proxy.ts';
import { Cleanup, contribute, FEE_PPM, startChain } from './stack.ts';

const STEPS = 400_000;
const KILLS = 5;
/** Appended before each kill: several seconds of work, so that there is some in flight when it comes. */
const PART = 500;
const ITEMS = (KILLS + 1) * PART;
const MILLION = 1_000_000n;

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

/** What a researcher sees of the first rows, straight from the coordinator. */
async function firstRows(job: Job): Promise<string[]> {
  const rows: string[] = [];
  for await (const records of job.csv({ follow: false })) rows.push(...records.text.trimEnd().split('\n'));
  return rows;
}

/** One part of the job's inputs. */
const part = (number: number) =>
  ({ kind: 'rows', rows: walks(ITEMS, STEPS).rows.slice(number * PART, (number + 1) * PART) }) as const;

describe('a coordinator that is killed again and again', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('[LG3] loses nothing that was acknowledged and pays nothing twice', { timeout: 600_000 }, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`seed ${seed}`);
    const chain = await startChain(cleanup);
    const dir = cleanup.folder();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { payments } = chain;
    const env = {
      MANYHANDS_PORT: String(port),
      MANYHANDS_DIR: dir,
      MANYHANDS_RPC_URL: payments.rpcUrl,
      MANYHANDS_HUB: payments.hub,
      MANYHANDS_TOKEN: payments.token,
      MANYHANDS_OPERATOR_KEY: payments.operatorKey,
      MANYHANDS_FEE_PPM: String(FEE_PPM),
      MANYHANDS_EPOCH_SECONDS: '0',
      MANYHANDS_LOG_LEVEL: 'error',
      DATABASE_URL: '',
    };
    const proxy = new ListeningProxy(url);
    const proxied = await proxy.listen();
    cleanup.add(() => proxy.close());
    let child = await startProcess(env, url);
    cleanup.add(() => child.kill('SIGKILL'));
    const payee = `0x${'11'.repeat(20)}`;
    // A third of a core: what is appended is to outlast the next kill, not to keep the machine busy.
    await contribute(cleanup, proxied, { payee, share: 0.35 });
    const client = manyhands(url);
    await client.account('Test');
    const job = await client.run({ source: WALK }, part(0), {
      open: true,
      unitItems: 20,
      pay: { perCoreHour: 10n ** 12n, budget: 90n * 10n ** 9n, payment: chain.payment },
    });

    let random = seed;
    let seen: string[] = [];
    for (let kills = 0; kills < KILLS; kills++) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
      await vi.waitFor(async () => expect((await client.status()).sessions).toBe(1), { timeout: 40_000 });
      await job.append(part(kills + 1));
      await pause(200 + (random % 2_000));
      await job.pay();
      seen = await firstRows(job);
      await kill(child);
      child = await startProcess(env, url);
      const again = await firstRows(job);
      expect(again.slice(0, seen.length), 'rows that were delivered have changed').toEqual(seen);
    }

    await job.close();
    let csv = '';
    for await (const records of job.csv({ follow: true })) csv += records.text;
    const certificate = await job.certified();
    await job.pay();
    expect(csv.split('\n').slice(0, seen.length)).toEqual(seen);
    expect(verifyResults(certificate, csv, { audits: await job.audits() })).toMatchObject({ valid: true });
    const rows = [...readResults(csv, certificate.outputs)];
    expect(rows).toHaveLength(ITEMS);
    for (const row of rows)
      if (row.index % 10 === 9 || row.index < 100)
        expect(row.values, `item ${row.index}`).toEqual(walk(row.index, STEPS));

    const ended = new Promise((exit) => child.once('exit', exit));
    child.kill('SIGTERM');
    await ended;
    await checkBooks(dir, proxy.credited);

    const last = await startCoordinator({
      port: 0,
      host: '127.0.0.1',
      dir,
      database: { kind: 'pglite', dir: join(dir, 'database') },
      webRoot: null,
      referees: 1,
      payments,
      logLevel: 'error',
    });
    cleanup.add(() => last.drain());
    await last.settle();
    const paid = await chain.balance(payee);
    expect(paid).toBeGreaterThan(0n);
    await last.settle();
    expect(await chain.balance(payee)).toBe(paid);
    const spent = await chain.spent();
    const fee = (spent * BigInt(FEE_PPM)) / MILLION;
    expect(paid).toBeLessThanOrEqual(spent - fee);
    expect(spent - fee - paid).toBeLessThan(BigInt(ITEMS));
  });
});

/** Every credited answer is stored, every item is final once, every transaction sums to zero. */
async function checkBooks(dir: string, credited: ReadonlySet<string>): Promise<void> {
  const db = await openDb({ kind: 'pglite', dir: join(dir, 'database') });
  try {
    const units = await storedUnits(db);
    // An assignment of several units names each of them but the first by its place: `<id>.<k>`.
    const stored = new Set(units.map(({ assignment }) => assignment.split('.')[0]));
    expect(credited.size).toBeGreaterThan(20);
    expect(
      [...credited].filter((assignment) => !stored.has(assignment)),
      'credited, but lost',
    ).toEqual([]);
    let next = 0;
    for (const unit of units.filter((u) => u.state === 'final')) {
      expect(unit.first, 'final units neither overlap nor leave gaps').toBe(next);
      next += unit.count;
    }
    expect(next).toBe(ITEMS);
    const crooked = await db.query('select txn from entry group by txn having sum(amount) <> 0', []);
    expect(crooked, '[LG1]').toEqual([]);
  } finally {
    await db.close();
  }
}
