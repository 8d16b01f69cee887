import type { Step } from './settle.ts';

/** Something under way is looked at so often, and what waits for better times. */
const MOVING_MS = 2_000;
const WAITING_MS = 300_000;
/** A chain that was away, or another coordinator that settles. */
const AWAY_MS = 15_000;

/** What one look found; `posted`: the epoch is, and its claims may still be under way. */
export type Found = Step['kind'] | 'posted' | 'failed';

/** When settlement is looked at next: an epoch each period, and what is under way until it is done. Times are milliseconds. */
export class Rounds {
  /** Null: epochs begin only when asked for. */
  readonly #periodMs: number | null;
  #lookAt: number;
  /** When an epoch may begin. */
  #beginsAt: number;
  /** In this round no epoch began yet. */
  mayPlan = false;

  constructor(periodSeconds: number | null, now: number) {
    this.#periodMs = periodSeconds === null ? null : periodSeconds * 1000;
    this.#beginsAt = now + (this.#periodMs ?? Number.POSITIVE_INFINITY);
    // What a process left behind is finished without waiting for the next epoch.
    this.#lookAt = this.#periodMs === null ? Number.POSITIVE_INFINITY : now + MOVING_MS;
  }

  isDue(now: number): boolean {
    if (now >= this.#beginsAt) {
      this.mayPlan = true;
      this.#beginsAt = now + (this.#periodMs ?? Number.POSITIVE_INFINITY);
      return true;
    }
    return now >= this.#lookAt;
  }

  stepped(found: Found, now: number): void {
    this.#lookAt = now + this.#pause(found);
    if (found === 'posted' || found === 'done') this.mayPlan = false;
  }

  #pause(found: Found): number {
    switch (found) {
      case 'moving':
      case 'posted':
        return MOVING_MS;
      case 'waits':
        return Math.min(this.#periodMs ?? WAITING_MS, WAITING_MS);
      case 'led':
      case 'failed':
        return AWAY_MS;
      case 'done':
        return Number.POSITIVE_INFINITY;
      default:
        return found satisfies never;
    }
  }
}
