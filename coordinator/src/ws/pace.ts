/** Frames a session may send: a steady rate, and twice as many at once. */
export class Pace {
  readonly #perSecond: number;
  #left: number;
  #at: number;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#left = 2 * perSecond;
    this.#at = now;
  }

  /** Counts one frame. */
  take(now: number): void {
    this.#refill(now);
    this.#left--;
  }

  /** Milliseconds to wait before reading on; 0 while within the pace. */
  wait(now: number): number {
    this.#refill(now);
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1000;
  }

  #refill(now: number): void {
    const refilled = this.#left + ((now - this.#at) / 1000) * this.#perSecond;
    this.#left = Math.min(2 * this.#perSecond, refilled);
    this.#at = now;
  }
}
