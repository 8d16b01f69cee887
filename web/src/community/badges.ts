/** What a badge is given for: final fuel, which nobody can claim without having computed it. */
export interface Badge {
  /** Of its words. */
  readonly name: 'hour' | 'hand' | 'shift' | 'seasons' | 'pillar';
  /** Instructions that became final. */
  readonly from: bigint;
}

/** A modern core executes about 10^9 instructions of a kernel a second: an hour, ten, a week, a season, years. */
export const BADGES: readonly Badge[] = [
  { name: 'hour', from: 10n ** 12n },
  { name: 'hand', from: 10n ** 13n },
  { name: 'shift', from: 10n ** 15n },
  { name: 'seasons', from: 10n ** 16n },
  { name: 'pillar', from: 10n ** 17n },
];

/** The highest badge of so much final fuel, or null. */
export const badgeOf = (fuel: bigint): Badge | null => BADGES.findLast(({ from }) => fuel >= from) ?? null;

/** The next badge, or null at the highest. */
export const nextBadge = (fuel: bigint): Badge | null => BADGES.find(({ from }) => fuel < from) ?? null;
