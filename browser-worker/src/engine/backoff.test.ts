import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('back-off', () => {
  it('doubles up to half a minute and never is nothing', () => {
    expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, 1))).toEqual([750, 1250, 2250, 4250]);
    expect(backoffMs(1000, 1)).toBe(30_250);
    expect(backoffMs(1000, 0)).toBe(250);
  });
});
