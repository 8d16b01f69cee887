import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { clangMissing } from './compilers.ts';
import { redisMissing } from './peers/redis.ts';

const BENCH = new URL('../dist/index.js', import.meta.url).pathname;

/** Runs a measurement for so short that its figures mean nothing; its checks hold all the same. */
function quick(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [BENCH, ...args, '--quick', '--json'], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

const ratio = expect.any(Number);

it('metering compares every variant of a kernel, with the same results and the same fuel', () => {
  const report = quick('metering', '--kernels', 'matmul|fib');
  expect(report).toMatchObject({
    geomeanOverhead: ratio,
    worstOverhead: ratio,
    groups: { assemblyscript: { best: ratio } },
  });
  const kernels = report.kernels.map(({ kernel }: { kernel: string }) => kernel);
  if (clangMissing() !== null) expect(kernels).toEqual(['as:matmul']);
  else {
    expect(kernels).toEqual(['c:fib', 'c:matmul', 'as:matmul']);
    expect(report.peerKernels).toBe(2);
    expect(report.peerGeomeanOverhead).toBeGreaterThan(1);
  }
});

it('native computes the same in C and in instrumented WebAssembly', (context) => {
  const missing = clangMissing();
  if (missing !== null) context.skip(missing);
  expect(quick('native', '--kernels', 'sha256')).toMatchObject({
    scalarOverNative: ratio,
    simdOverNative: ratio,
  });
});

it('reset compares both ways to a fresh state', () => {
  expect(quick('reset', '--kernels', 'sieve').items).toMatchObject([
    { kernel: 'sieve', watched: ratio, small: ratio },
  ]);
});

it('engine compares a seat with a bare loop, and leak reads the heaps of page, engine and seat', {
  timeout: 120_000,
}, () => {
  expect(quick('engine')).toEqual({
    loads: [{ itemUs: ratio, unitSeconds: ratio, kernelShare: ratio, itemRate: ratio }],
    firstUnitMs: { median: ratio, worst: ratio },
  });
  const heap = { bytes: Array(10).fill(ratio), growth: ratio };
  expect(quick('leak')).toEqual({ units: 200, heaps: { page: heap, engine: heap, seat: heap } });
});

// Databases, a chain and a coordinator are started for these; cores are shared.
const STARTS = 300_000;

it('dispatch takes answers from real sockets, and what it took is stored', { timeout: STARTS }, () => {
  const report = quick('dispatch', '--only', 'postgres', 'ceiling');
  expect(report).toMatchObject({
    sessions: 20,
    bytesPerSession: ratio,
    callP50Ms: ratio,
    cpuMsPerUnit: ratio,
    postgres: { many: { cpuUsPerUnit: { coordinator: ratio, postgres: ratio } } },
  });
  expect(report.postgres.acceptedUnitsPerSecond).toBeGreaterThan(0);
  expect(report.loadCeilingMessagesPerSecond).toBeGreaterThan(report.postgres.many.messagesPerSecond);
});

it('peers work through as many jobs as they are given', { timeout: STARTS }, () => {
  const report = quick('peers');
  const names = report.peers.map(({ name }: { name: string }) => name);
  expect(names).toContain('pg-boss on PostgreSQL');
  // Without Redis the rest is compared all the same, and what is missing is said.
  expect(names).toHaveLength(redisMissing() === null ? 3 : 1);
  expect(report.missing).toHaveLength(redisMissing() === null ? 0 : 1);
  for (const peer of report.peers)
    expect(peer).toMatchObject({ jobsPerSecond: ratio, many: { rate: ratio, cpu: ratio } });
});

it('reduce folds a job to the sums that are known, and looks at its size on the way', {
  timeout: STARTS,
}, () => {
  const { folded, rows } = quick('reduce');
  const size = {
    liveMb: ratio,
    rssMb: ratio,
    databaseMb: ratio,
    answersMb: ratio,
    eventsMb: ratio,
    seconds: ratio,
  };
  expect(folded.sizes.at(-1)).toEqual({ final: 40_000, folded: 40_000, ...size });
  expect(rows.sizes.at(-1)).toEqual({ final: 20_000, folded: null, ...size });
});

it('results reach their reader in every way, each row once', { timeout: STARTS }, () => {
  const { items, readings } = quick('results');
  expect(items).toBe(5_000);
  expect(readings.map(({ way }: { way: string }) => way)).toEqual([
    'rows',
    'arrivals',
    'batches',
    'csv',
    'ndjson',
  ]);
  const mb = { tenth: ratio, half: ratio, end: ratio, most: ratio };
  for (const reading of readings)
    expect(reading).toMatchObject({ rowsPerSecond: ratio, rssMb: { reader: mb, coordinator: mb } });
});

it('scale has a row for every number of sessions and items', { timeout: STARTS }, () => {
  const report = quick('scale');
  expect(report.byItems.map(({ items }: { items: number }) => items)).toEqual([1_000, 10_000]);
  for (const row of report.byItems) expect(row).toMatchObject({ startMs: ratio, liveMb: ratio, reason: '' });
  expect(report.bySessions.map(({ sessions }: { sessions: number }) => sessions)).toEqual([5, 10]);
});

it('payout pays everybody to the unit in one settlement', { timeout: STARTS }, () => {
  const report = quick('payout');
  expect(report).toMatchObject({ payees: 40, payments: 2_000, settle: { gas: ratio, gasPerPayment: ratio } });
  expect(report.dust.left).toBeLessThan(report.dust.below);
});
