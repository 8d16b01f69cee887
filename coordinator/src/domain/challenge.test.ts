import { describe, expect, it } from 'vitest';
import { baselineOf, type Challenge, doneOf } from './challenge.ts';

const challenge = (baseline: bigint | null): Challenge => ({
  id: 'c',
  site: 's',
  fuel: 100n,
  expires: new Date(0),
  taken: baseline === null ? null : { device: 'd', baseline },
});

describe('a challenge', () => {
  it('counts final fuel from its baseline, up to what was asked', () => {
    expect([49n, 50n, 80n, 150n, 900n].map((fuel) => doneOf(challenge(50n), fuel))).toEqual([
      0n,
      0n,
      30n,
      100n,
      100n,
    ]);
    expect(doneOf(challenge(null), 900n)).toBe(0n);
  });

  it('begins where the device is, and after all that it owes to others', () => {
    expect(baselineOf(500n, [])).toBe(500n);
    expect(baselineOf(500n, [{ baseline: 100n, fuel: 100n }])).toBe(500n);
    expect(
      baselineOf(500n, [
        { baseline: 450n, fuel: 100n },
        { baseline: 550n, fuel: 100n },
      ]),
    ).toBe(650n);
  });
});
