import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];

/** Unit, property and contract tests side by side; then the end-to-end tests, one file at a time. */
export default defineConfig({
  test: {
    // Two cores: a third file at a time makes every deadline in a test a matter of luck.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
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
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/engines/**/*.test.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
