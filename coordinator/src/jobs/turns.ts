import { KnownError } from '@manyhands/protocol';

/**
 * Lets only a few do something at once, the others after them in order. Compiling and trying out kernels takes a core
 * and a gigabyte each: however many ask, those who compute and are paid must not be crowded out [SE1].
 */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #full: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** `full` is what somebody is told when too many wait. */
  constructor(
    atOnce: number,
    mostWaiting: number,
    full = 'too many kernels are being compiled and tried out; try again soon',
  ) {
    this.#full = full;
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Throws RATE_LIMITED at once when too many wait already. */
  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) throw new KnownError('RATE_LIMITED', this.#full);
      await new Promise<void>((turn) => this.#waiting.push(turn));
    } else this.#running++;
    try {
      return await act();
    } finally {
      // The turn is handed on, so that nobody who comes in between takes it.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
