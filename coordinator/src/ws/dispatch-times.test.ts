import { describe, expect, it } from 'vitest';
import { DispatchTimes } from './dispatch-times.ts';

const near =
  (milliseconds: number) =>
  (actual: number | null): boolean =>
    actual !== null && Math.abs(actual - milliseconds) < 0.01 * milliseconds;

describe('dispatch times', () => {
  it('tell how long answers wait and how long seats wait, in the middle and at the end', () => {
    const times = new DispatchTimes();
    for (let i = 1; i <= 100; i++) {
      times.taken(1_000, 1_000 + (i > 98 ? 50 : 2));
      times.next(1_000, 1_000 + (i > 98 ? 400 : 3));
    }
    const { taken, next } = times.figures(1_400);
    expect(taken.p50).toSatisfy(near(2));
    expect(taken.p99).toSatisfy(near(50));
    expect(next.p50).toSatisfy(near(3));
    expect(next.p99).toSatisfy(near(400));
  });

  it('forget what was more than five seconds ago, and say nothing of silence', () => {
    const times = new DispatchTimes();
    expect(times.figures(0)).toEqual({ taken: { p50: null, p99: null }, next: { p50: null, p99: null } });
    times.taken(0, 100);
    expect(times.figures(2_000).taken.p50).toSatisfy(near(100));
    expect(times.figures(4_000).taken.p50).toSatisfy(near(100));
    expect(times.figures(20_000).taken.p50).toBeNull();
  });
});
