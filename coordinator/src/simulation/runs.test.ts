import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Run, runAll } from './runs.ts';
import { DEFAULTS } from './settings.ts';

const small = { ...DEFAULTS, contributors: 12, units: 40, itemsPerUnit: 10, lifetime: 10 };
const RUNS: Run[] = [1, 2, 3].flatMap((seed) =>
  ['audit', 'boinc'].map((policy) => ({ policy, settings: { ...small, seed } })),
);
const timeless = (report: object) => ({ ...report, seconds: 0 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manyhands-runs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('several processes give what one gives, in the same order', async () => {
  const alone = await runAll(RUNS, { jobs: 1 });
  const together = await runAll(RUNS, { jobs: 2 });
  expect(together.map(timeless)).toEqual(alone.map(timeless));
});

it('what a file keeps is not computed again, but for a line that was not written to its end', async () => {
  const keep = join(folder, 'runs.ndjson');
  const first = await runAll(RUNS.slice(0, 4), { jobs: 1, keep });
  truncateSync(keep, readFileSync(keep).length - 20);
  const said: string[] = [];
  const all = await runAll(RUNS, { jobs: 1, keep, progress: (done, of) => said.push(`${done}/${of}`) });
  // The same seconds: three are from the file.
  expect(all.slice(0, 3)).toEqual(first.slice(0, 3));
  expect(said).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
  expect(all.map(timeless)).toEqual((await runAll(RUNS, { jobs: 1 })).map(timeless));
});

it('a simulation that fails in another process is heard of', async () => {
  // Wrong on purpose: no type lets a run be without a policy.
  const broken = { ...RUNS[0], settings: { ...small, policy: null } } as unknown as Run;
  await expect(runAll([broken], { jobs: 2 })).rejects.toThrow(/simulating process ended/);
});
