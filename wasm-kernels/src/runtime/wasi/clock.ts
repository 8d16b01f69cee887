/** Where every item's real time begins: 2000-01-01T00:00:00Z, in nanoseconds since 1970. */
const BEGIN = 946_684_800_000_000_000n;
/** How far each look at the clock moves it: a program that waits for time to pass ends, and none divides by no time at all. */
const STEP = 1_000_000n;
const LATEST = (1n << 63n) - 1n;

const CLOCKS = 4;

/** Real, monotonic, process and thread time: the same in every run, in nanoseconds. */
export class Clock {
  readonly resolution = STEP;
  #elapsed = 0n;

  /** Whether there is a clock of this number. */
  exists(id: number): boolean {
    return id >>> 0 < CLOCKS;
  }

  /** What the clock shows; moves it. */
  look(id: number): bigint {
    const time = this.#elapsed + this.#origin(id);
    this.sleepUntil(1, this.#elapsed + STEP);
    return time;
  }

  /** The real time for a file's attributes; does not move the clock. */
  get stamp(): bigint {
    return this.#elapsed + BEGIN;
  }

  /** The monotonic time at which a timeout ends. */
  deadline(id: number, timeout: bigint, absolute: boolean): bigint {
    return absolute ? timeout - this.#origin(id) : this.#elapsed + timeout;
  }

  /** Moves the clock to a time of the clock `id`, if that is later. */
  sleepUntil(id: number, time: bigint): void {
    const wanted = time - this.#origin(id);
    if (wanted > this.#elapsed) this.#elapsed = wanted > LATEST - BEGIN ? LATEST - BEGIN : wanted;
  }

  #origin(id: number): bigint {
    return id === 0 ? BEGIN : 0n;
  }
}
