import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { clangMissing } from './compilers.ts';

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
