import { expect, test } from 'vitest';
import { fuzzSeed } from './differ.ts';
import { fuzz } from './pool.ts';

const MODULES = 1000;

test('[KR2] random modules behave plain and instrumented alike, and cost what a witness counts', async () => {
  const { totals, failures } = await fuzz({ first: 0, modules: MODULES, processes: 2 });
  expect(failures).toEqual([]);
  expect(totals.modules).toBe(MODULES);
  // That there is something to find: items of every end, loops of every kind, fast builds that had to give up.
  expect(totals.ok).toBeGreaterThan(MODULES);
  for (const kind of ['trap', 'exhausted', 'nan', 'reruns', 'ahead', 'rounds'])
    expect(totals[kind], kind).toBeGreaterThan(MODULES / 10);
}, 240_000);

/** Seeds that failed once. */
const ONCE: readonly (readonly [seed: number, what: string])[] = [
  [260, 'a hooked build that trapped where another was exhausted'],
  [307, 'the same at another cap'],
  [1254, 'a NaN that a global begins with'],
  [101_145, 'an item whose NaNs lead it into a loop without end'],
  [202_095, 'a function that is called by what it calls through a table'],
  [1_001_015, 'a build that wrote behind the memory at whose end plain code trapped, and trapped then'],
  [1_014_297, 'a build that found memory where plain code trapped at its end'],
  [1_022_170, 'the same, two pages behind it'],
  [1_001_771, 'an item whose NaNs keep it from a loop without end'],
  [3_000_314, 'a trap in a recursion whose fuel only one of the builds had in its global'],
];
test.each(ONCE)('seed %d: %s', (seed) => {
  expect(fuzzSeed(seed).failures).toEqual([]);
});
