import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it, vi } from 'vitest';
import { captured } from '../testing/captured.ts';
import { useNetwork } from '../testing/network.ts';

const SHARES = `
function share(total: i32, parts: i32): i32 {
  console.log("sharing " + total.toString());
  return total / parts;
}
/** Shares a hundred. */
export function shares(n: i32): i32 {
  return share(100, n - 3);
}
`;

// Symbols take many seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const { at, there, url } = useNetwork();

beforeAll(() => {
  writeFileSync(at('shares.ts'), SHARES);
  writeFileSync(at('inputs.csv'), 'n\n2\n3\n5\n');
});

it('failed items are listed by kind, shown with their stack, and reproduced on this machine', async () => {
  const out = at('shares.csv');
  const run = await captured('run', at('shares.ts'), '--range', '0..10', '--out', out, '--json', ...there());
  expect(run.code).toBe(0);
  const { job } = JSON.parse(run.out);

  const list = await captured('failures', job, ...there());
  expect(list).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 items failed\n +1 {2}DIVIDE_BY_ZERO/),
  });
  const one = await captured('failures', job, '3', ...there());
  expect(one.out).toMatch(
    /at share \(kernel\.ts:4:\d+\)\n +at shares \(kernel\.ts:8:\d+\)\ninput: \{"n":3\}/,
  );
  expect(one.out).toContain(`manyhands reproduce ${job} 3 --coordinator ${url()}`);

  const failed = await captured('reproduce', job, '3', ...there());
  expect(failed).toMatchObject({ code: 0, out: expect.stringMatching(/at share \(kernel\.ts:4:\d+\)/) });
  expect(failed.out).toMatch(/\| sharing 100\n.*the same as in the job: trap, \d+ fuel/);
  const well = await captured('reproduce', job, '5', '--json', ...there());
  expect(JSON.parse(well.out)).toMatchObject({ status: 'ok', input: [5], values: [50], isSame: true });
  expect(await captured('reproduce', job, '10', ...there())).toMatchObject({
    code: 3,
    err: expect.stringMatching(/ITEM_UNKNOWN/),
  });
  expect(await captured('reproduce', job, 'x', ...there())).toMatchObject({ code: 2 });
});

it('dev says where an item failed, what each printed, and where the fuel went', async () => {
  const { code, out } = await captured('dev', at('shares.ts'), '--inputs', at('inputs.csv'));
  expect(code).toBe(0);
  expect(out).toMatch(/✗ +1 .* 3 → trap: divide by zero \(DIVIDE_BY_ZERO\)\n +1 \| sharing 100\n/);
  expect(out).toContain(`at share (${at('shares.ts')}:4:10)`);
  expect(out).toMatch(/fuel of 2 items, without the 1 that failed: \d+\nby function\n/);
});

it('dev says where, when not a single item ends well', async () => {
  writeFileSync(at('three.csv'), 'n\n3\n');
  const { code, err } = await captured('dev', at('shares.ts'), '--inputs', at('three.csv'));
  expect(code).toBe(3);
  expect(err).toContain('KERNEL_TRIAL_FAILED');
  expect(err).toContain(`at share (${at('shares.ts')}:4:10)`);
});

it('build writes a source map beside the module', async () => {
  const { out: said } = await captured(
    'build',
    at('shares.ts'),
    '--out',
    at('shares.wasm'),
    '--source-map',
    '--json',
  );
  const mapped = JSON.parse(said);
  expect(mapped.map).toBe(at('shares.wasm.map'));
  const map = JSON.parse(readFileSync(mapped.map, 'utf8'));
  expect(map).toMatchObject({ version: 3, sources: expect.arrayContaining(['kernel.ts']) });
  expect(map.sourcesContent[map.sources.indexOf('kernel.ts')]).toBe(SHARES);
  const out = at('mapless.wasm');
  expect(await captured('build', at('shares.wasm'), '--out', out, '--source-map')).toMatchObject({
    err: expect.stringMatching(/--source-map needs AssemblyScript source/),
  });
  expect(existsSync(out)).toBe(false);
});

it('what does not compile is shown with its line and a caret', async () => {
  writeFileSync(at('bad.ts'), SHARES.replace('total / parts', 'total / partz'));
  const { err } = await captured('dev', at('bad.ts'), '--inputs', at('inputs.csv'));
  expect(err).toMatch(/ {2}4 \| {3}return total \/ partz;\n {23}\^/);
});
