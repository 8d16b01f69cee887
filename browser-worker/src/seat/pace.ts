/** Work and rest alternate within less than this, in milliseconds: no fan spins up, and the average is smooth. */
const PERIOD_MS = 50;
/** The longest stretch between two looks at messages, in milliseconds. */
const LONGEST_SLICE_MS = 50;

/** How long to work before the next look at messages, in milliseconds, at a share of time from 0 to 1. */
export const sliceMs = (share: number): number => Math.min(LONGEST_SLICE_MS, PERIOD_MS * share);

/** How long to rest after work of `workedMs`, so that the share holds also when one item outlasts the slice. */
export const restMs = (workedMs: number, share: number): number => (workedMs * (1 - share)) / share;

/**
 * A rest that can be ended early. Zero milliseconds only let waiting messages in: browsers stretch a timer of 0 ms to
 * 4 ms, 8 % of a slice, where a message to oneself costs microseconds; in Node such messages starve all others.
 */
export class Rest {
  #wake: (() => void) | null = null;
  readonly #channel = typeof setImmediate === 'function' ? null : new MessageChannel();

  constructor() {
    if (this.#channel) this.#channel.port1.onmessage = () => this.wake();
  }

  async take(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const timer = ms < 1 ? this.#yield() : setTimeout(() => this.wake(), ms);
    await woken;
    clearTimeout(timer);
  }

  wake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  #yield(): undefined {
    if (this.#channel) this.#channel.port2.postMessage(null);
    else setImmediate(() => this.wake());
  }
}
