import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];
const WITH_BROWSER = [
  'browser',
  'firefox',
  'rebuild-page',
  'embed',
  'governor',
  'one-pool',
  'invitation',
  'card',
  'stop',
  'volunteer-page',
  'account-page',
  'payout',
  'community-page',
  'site-page',
  'console-job',
  'console-paid',
  'console',
  'program-label',
  'verify-page',
  'accessibility',
  'languages',
].map((name) => `test/e2e/${name}.test.ts`);

/** Both kinds of end-to-end test start whole networks. */
const endToEnd = { exclude, testTimeout: 240_000, hookTimeout: 120_000 };

/**
 * Unit, property and contract tests side by side; then end-to-end tests of networks of processes, two at a time; then
 * those in browsers, one at a time, because a page that has to wait for a core shows it.
 */
export default defineConfig({
  test: {
    // Two cores: a third file at a time makes every deadline in a test a matter of luck.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: 'test/cluster.ts',
          include: [
            '*/src/**/*.test.ts',
            'examples/**/*.test.ts',
            '*/test/**/*.test.ts',
            'test/*.test.ts',
            'scripts/*.test.mjs',
          ],
          exclude: [...exclude, 'test/e2e/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...endToEnd,
          name: 'network',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [...exclude, ...WITH_BROWSER],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...endToEnd,
          name: 'browser',
          include: [...WITH_BROWSER, 'test/engines/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
