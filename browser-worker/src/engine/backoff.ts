const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before attempt `attempt` (from 0), in milliseconds: doubling, and fully jittered, so that ten thousand
 * sessions of a restarted coordinator do not come back in one second. `random` is from 0 to 1.
 */
export const backoffMs = (attempt: number, random: number): number =>
  Math.round(FIRST_MS / 2 + random * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16)));
