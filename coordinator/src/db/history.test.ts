import type { AccountId, JobId } from '@manyhands/protocol';
import { describe, expect, it, vi } from 'vitest';
import type { Db } from './db.ts';
import { readSamples } from './history/read-samples.ts';
import { sampleJobs } from './history/sample-jobs.ts';
import { thinSamples } from './history/thin-samples.ts';
import { listDatasets } from './jobs/list-datasets.ts';
import { spreadSlices } from './jobs/spread-slices.ts';
import { readFuelRate, readNetworkFuel } from './network/read-network-fuel.ts';
import { sumVerification } from './network/sum-verification.ts';
import { type DbForm, pgliteForm, postgresForm } from './testing/forms.ts';
import { listChannelUsage } from './usage/list-channel-usage.ts';
import { listJobUsage } from './usage/list-job-usage.ts';
import { readUsageDays } from './usage/read-usage-days.ts';
import { readUsageLines } from './usage/read-usage-lines.ts';
import { sumAccountUsage } from './usage/sum-account-usage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const JOB = 'a'.repeat(32) as JobId;
const ANN = 'ann' as AccountId;
const HASH = 'b'.repeat(64);

/** One running job of ann's, with a dataset, and slices of 10 items. */
async function withJob(form: DbForm, slices = 2): Promise<Db> {
  const db = await form.fresh();
  await db.script(`
    insert into account (id, name) values ('ann', 'ann');
    insert into kernel (hash, name, schema, label) values ('k', 'k', '{"inputs":[],"outputs":[]}', '{}');
    insert into build (hash, kernel, rewriter, mode, memory_pages) values ('b', 'k', 1, 'careful', 1);
    insert into job (id, account, title, researcher, kernel, build, hooked, datasets, input_root, item_count, unit_items, fuel_cap,
      policy, rate, channel, estimate, draw_secret, draw_commitment, state, started)
    values ('${JOB}', 'ann', 'a job', 'ann', 'k', 'b', 'b', '[{"name":"genome","hash":"${HASH}"}]', 'r', 1000, 10, 100,
      '{}', 1, 'c', '{}', '', 'd', 'running', now());
    insert into job_input (job, part, first, count, blob, root) values ('${JOB}', 0, 0, 1000, '${HASH}', 'r');
    insert into slice (job, first, count, state, rate, reserved, spent, final_items, final_fuel)
    select '${JOB}', 10 * i, 10, 'leased', 1, 5, 7, 3, 300 from generate_series(0, ${slices - 1}) i;`);
  return db;
}

describe.each([
  ['PGlite', pgliteForm],
  ['PostgreSQL', postgresForm],
] as const)('on %s', (_name, open) => {
  const form = open();

  it('a running job is sampled once in a tick, and once more after it has ended', async () => {
    const db = await withJob(form);
    expect(await sampleJobs(db, [])).toEqual([JOB]);
    await db.query('update slice set final_items = 5');
    await db.query(`update job set state = 'certified', certified = now()`);
    expect(await sampleJobs(db, [])).toEqual([]);
    expect((await readSamples(db, JOB)).at(-1)?.final).toBe(6);
    expect(await sampleJobs(db, [JOB])).toEqual([]);
    const samples = await readSamples(db, JOB);
    expect(samples.length).toBeLessThanOrEqual(2);
    expect(samples.at(-1)).toMatchObject({ final: 10, held: 0, fuel: 600n });
  });

  it('however long a job runs, 512 samples tell of it at most, and the newest is among them', async () => {
    const db = await withJob(form);
    await db.query(
      `insert into job_sample select $1, tick, tick, 0, 0, 0 from generate_series(1, 100001) tick`,
      [JOB],
    );
    await thinSamples(db, [JOB]);
    const samples = await readSamples(db, JOB);
    expect(samples.length).toBeGreaterThan(256);
    expect(samples.length).toBeLessThanOrEqual(513);
    expect(samples.at(-1)?.final).toBe(100_001);
    const steps = samples.slice(1, -1).map(({ final }, i) => final - samples[i].final);
    expect(new Set(steps).size).toBe(1);
  });

  it('usage counts each day what became final on it, and the rest for today', async () => {
    const db = await withJob(form);
    await db.script(`
      insert into job_day (job, day, final, fuel) values
        ('${JOB}', (now() at time zone 'utc')::date - 2, 1, 100), ('${JOB}', (now() at time zone 'utc')::date - 1, 4, 400);
      insert into entry (txn, line, account, amount, job, kind, at) values
        ('t', 0, 'channel:c', -5, '${JOB}', 'charge', now() - interval '2 days'), ('t', 1, 'operator', 5, '${JOB}', 'fee', now()),
        ('u', 0, 'channel:c', -9, '${JOB}', 'charge', now()), ('u', 1, 'operator', 9, '${JOB}', 'fee', now());`);
    const days = await readUsageDays(db, ANN, 3);
    expect(days.map(({ items, fuel, charged }) => [items, fuel, charged])).toEqual([
      [1n, 100n, 5n],
      [3n, 300n, 0n],
      [2n, 200n, 9n],
    ]);
    expect(await readUsageLines(db, ANN, { days: 2, limit: 10 })).toMatchObject([
      { day: days[2].day, job: JOB, title: 'a job', items: 2n, charged: 9n },
      { day: days[1].day, items: 3n },
    ]);
    expect(await listJobUsage(db, ANN, 5)).toMatchObject([
      { items: 6n, fuel: 600n, charged: 14n, reserved: 10n, channel: 'c' },
    ]);
    expect(await sumAccountUsage(db, ANN)).toEqual({
      jobs: 1,
      items: 6n,
      fuel: 600n,
      charged: 14n,
      reserved: 10n,
    });
    expect(await listChannelUsage(db, ANN)).toEqual([{ channel: 'c', charged: 14n, vouchered: 0n }]);
    expect(await sumAccountUsage(db, 'bob' as AccountId)).toMatchObject({ jobs: 0, charged: 0n });
  });

  it('stored bytes have the name of their upload, or of the parameter that takes them', async () => {
    const db = await withJob(form);
    const list = () => listDatasets(db, ANN, { before: null, limit: 10 });
    expect(await list()).toMatchObject([{ hash: HASH, name: 'genome', jobs: 1, asDataset: 1 }]);
    await db.query(`insert into upload (account, blob, size, name) values ('ann', $1, 3, 'mine.fa')`, [HASH]);
    expect(await list()).toMatchObject([{ hash: HASH, name: 'mine.fa' }]);
  });

  it('of many slices some are taken, evenly', async () => {
    const db = await withJob(form, 100);
    const { slices, total } = await spreadSlices(db, JOB, { from: 0, to: 1000, most: 10 });
    expect(total).toBe(100);
    expect(slices.map(({ first }) => first)).toEqual(Array.from({ length: 10 }, (_, i) => 90 + 100 * i));
    expect(
      (await spreadSlices(db, JOB, { from: 15, to: 21, most: 10 })).slices.map(({ first }) => first),
    ).toEqual([10, 20]);
  });

  it('the network’s fuel of a day is told in quarters of an hour', async () => {
    const db = await withJob(form);
    await db.query(
      `insert into network_minute values (date_trunc('minute', now()), 600), (date_trunc('minute', now()) - interval '3 hours', 7)`,
    );
    const day = await readNetworkFuel(db);
    expect(day).toHaveLength(96);
    expect(day.at(-1)?.fuel).toBe(600n);
    expect(day.reduce((sum, { fuel }) => sum + fuel, 0n)).toBe(607n);
    const rate = await readFuelRate(db);
    expect(rate).toBeGreaterThan(600 / 121);
    expect(rate).toBeLessThanOrEqual(10);
    expect(await sumVerification(db)).toMatchObject({
      finalItems: 6,
      devices: 0,
      caught: 0,
      meanBound: null,
    });
  });
});
