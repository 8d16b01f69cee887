#!/usr/bin/env node
/**
 * `npm test [-- FILTER…]`: installs what is missing, then type check, lint and all tests.
 * The last line is `N passed, N failed`; a failed step before the tests counts as one failure.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackages, buildPages } from './steps/build.mjs';
import { countTests } from './steps/count.mjs';
import { install } from './steps/install.mjs';
import { bin, say, show } from './steps/process.mjs';
import { installSystemPackages } from './steps/system.mjs';

const failures = [];

/** Runs one step; what fails is said at once and counted. */
async function step(what, run) {
  const started = Date.now();
  say(`── ${what}`);
  try {
    await run();
  } catch (error) {
    failures.push(what);
    say(error.message);
  }
  say(
    `── ${what}: ${failures.includes(what) ? 'FAILED' : 'ok'} (${Math.round((Date.now() - started) / 1000)} s)`,
  );
}

async function lint() {
  const [node, biome] = bin('@biomejs/biome/bin/biome');
  if ((await show(node, [biome, 'check', '--max-diagnostics=50', '.'])) !== 0)
    throw new Error('biome found faults');
}

/** Runs the tests and reads how many passed and failed from vitest's own report. */
async function runTests(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-test-'));
  const report = join(folder, 'report.json');
  const [node, vitest] = bin('vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const code = await show(
      node,
      [vitest, 'run', ...reporters, ...filters],
      process.stdout.isTTY ? {} : { NO_COLOR: '1' },
    );
    return countTests(code, readFileSync(report, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let counts = { passed: 0, failed: 0 };
await step('packages', install);
if (failures.length === 0) {
  await step('browser and database', installSystemPackages);
  await step('type check', () => buildPackages([]));
  await step('pages', buildPages);
  await step('lint', lint);
  await step('tests', async () => {
    counts = await runTests(process.argv.slice(2)).catch((error) => {
      counts.failed++;
      throw error;
    });
    if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
  });
}
// A step that broke down is a failure of its own; that of the tests is counted test by test already.
const failed = counts.failed + failures.filter((what) => what !== 'tests').length;
for (const what of failures) say(`failed: ${what}`);
say(`${counts.passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
