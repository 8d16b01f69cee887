import { describe, expect, it } from 'vitest';
import { learnSpeed, loadOf, NO_SPEEDS, slowdownOf } from './load.ts';

const alone = { own: 1, cores: 4 };
const all = { own: 4, cores: 4 };

describe('load', () => {
  it.each([
    [null, null, alone, 'calm'],
    [1.2, 'nominal', alone, 'calm'],
    [1.4, 'fair', alone, 'tight'],
    [1.7, null, alone, 'busy'],
    [1, 'serious', alone, 'tight'],
    [1, 'critical', alone, 'busy'],
    // With every core at work for us the probe shares one, and the browser's pressure is ours.
    [1.25, 'critical', all, 'tight'],
    [1.5, null, all, 'calm'],
    [2.1, null, all, 'busy'],
  ] as const)('slowed %f times, pressure %s, use %j: %s', (slowdown, pressure, use, kind) => {
    expect(loadOf(slowdown, pressure, use).kind).toBe(kind);
  });

  it('names who noticed', () => {
    expect(loadOf(2, 'critical', alone).by).toBe('probe');
    expect(loadOf(1, 'critical', alone).by).toBe('pressure');
    expect(loadOf(1.4, 'critical', alone)).toEqual({ kind: 'busy', by: 'pressure' });
  });
});

describe('speeds', () => {
  const after = (speeds: readonly number[]) => speeds.reduce(learnSpeed, NO_SPEEDS);

  it('say nothing before there are three', () => {
    expect(slowdownOf(after([5, 5]))).toBeNull();
    expect(slowdownOf(after([5, 5, 5]))).toBeCloseTo(1, 2);
  });

  it('a single interruption is no slowdown, a lasting one is', () => {
    expect(slowdownOf(after([10, 10, 10, 1, 10]))).toBeCloseTo(1, 2);
    expect(slowdownOf(after([10, 10, 10, 4, 4, 4]))).toBeCloseTo(2.5, 1);
  });

  it('a machine that has become slow for good is taken as it is after an hour or two', () => {
    const slowed = after([10, ...Array(3 * 3600).fill(5)]);
    expect(slowdownOf(slowed)).toBeLessThan(1.05);
    expect(slowdownOf(after([10, ...Array(600).fill(5)]))).toBeGreaterThan(1.7);
  });
});
