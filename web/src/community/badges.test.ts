import { expect, it } from 'vitest';
import { BADGES, badgeOf, nextBadge } from './badges.ts';

it('gives the highest badge that was reached, and names the next', () => {
  expect(badgeOf(0n)).toBeNull();
  expect(nextBadge(0n)).toBe(BADGES[0]);
  for (const [i, badge] of BADGES.entries()) {
    expect(badgeOf(badge.from)).toBe(badge);
    expect(badgeOf(badge.from - 1n)).toBe(BADGES[i - 1] ?? null);
    expect(nextBadge(badge.from)).toBe(BADGES[i + 1] ?? null);
  }
});

it('asks for more from badge to badge', () => {
  const needs = BADGES.map(({ from }) => from);
  expect(needs).toEqual([...needs].sort((a, b) => (a < b ? -1 : 1)));
});
