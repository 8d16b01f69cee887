import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];
/** Pages that compute: they measure how busy the machine is, and would notice another test. */
const COMPUTING = [
  'browser',
  'firefox',
  'embed',
  'governor',
  'one-pool',
  'invitation',
  'card',
  'stop',
  'volunteer-page',
].map((name) => `test/e2e/${name}.test.ts`);

/** A page that waited for a core, or a browser that lost a click, is tried once more; what fails twice is a fault. */
const endToEnd = { exclude, testTimeout: 240_000, hookTimeout: 120_000, retry: 1 };

/**
 * Unit, property and contract tests side by side; then end-to-end tests of networks of processes and of pages, two at a
 * time; then those of pages that compute, one at a time.
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
          setupFiles: 'test/seed.ts',
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
          exclude: [...exclude, ...COMPUTING],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...endToEnd,
          name: 'browser',
          include: [...COMPUTING, 'test/engines/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
