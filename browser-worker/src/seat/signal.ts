/** Which order is to end, the share of time in thousandths, and which order is to end after its present item. */
export type SignalWords = Int32Array;

const STOPPED = 0;
const SHARE = 1;
const FINISHED = 2;
const BYTES = 12;

/**
 * What a seat must hear while it computes an item and gets no messages. The words are shared with the engine where the
 * platform shares memory between threads; elsewhere they are the seat's own and change only between items, by messages.
 */
export class Signal {
  readonly #words: SignalWords;

  constructor(words: SignalWords) {
    this.#words = words;
    if (Atomics.load(words, SHARE) === 0) this.share = 1;
  }

  /** From 0.05 to 1. */
  get share(): number {
    return Atomics.load(this.#words, SHARE) / 1000;
  }

  set share(share: number) {
    Atomics.store(this.#words, SHARE, Math.round(share * 1000));
    Atomics.notify(this.#words, STOPPED);
  }

  /**
   * Ends the order of this number and all before it. Orders are numbered because a stop may be heard twice, in these
   * words and by message, the second time when the next order has begun.
   */
  stop(order: number): void {
    Atomics.store(this.#words, STOPPED, order);
    Atomics.notify(this.#words, STOPPED);
  }

  isStopped(order: number): boolean {
    return Atomics.load(this.#words, STOPPED) >= order;
  }

  /** Ends the order of this number, and all before it, after the item that is computed now. */
  finish(order: number): void {
    Atomics.store(this.#words, FINISHED, order);
  }

  isFinished(order: number): boolean {
    return this.isStopped(order) || Atomics.load(this.#words, FINISHED) >= order;
  }

  /** Sleeps for `ms`, or less when something changes. Returns false at once where this thread cannot sleep. */
  sleep(ms: number): boolean {
    if (this.#words.buffer instanceof ArrayBuffer) return false;
    Atomics.wait(this.#words, STOPPED, Atomics.load(this.#words, STOPPED), ms);
    return true;
  }
}

/** Words that can be posted to a seat and stay shared, or null: browsers allow it on cross-origin isolated pages only. */
export const sharedWords = (): SignalWords | null =>
  typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false
    ? new Int32Array(new SharedArrayBuffer(BYTES))
    : null;

/**
 * Words of the seat alone. A thread can sleep only on shared memory: Chromium and WebKit give WebAssembly some on any page,
 * though they give scripts none; where there is none a seat rests between items only.
 */
export function ownWords(): SignalWords {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return new Int32Array(memory.buffer, 0, BYTES / Int32Array.BYTES_PER_ELEMENT);
  } catch {
    return new Int32Array(BYTES / Int32Array.BYTES_PER_ELEMENT);
  }
}
