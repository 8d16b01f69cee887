/** So long somebody works before whatever has arrived meanwhile has its turn. */
const TURN_MS = 2;

/**
 * Cuts long work up: whoever waits for {@link taken} between its parts lets the event loop turn once in a while, so that no
 * answer waits for all of it.
 */
export class Breath {
  readonly #turnMs: number;
  #since = performance.now();

  constructor(turnMs = TURN_MS) {
    this.#turnMs = turnMs;
  }

  async taken(): Promise<void> {
    if (performance.now() - this.#since < this.#turnMs) return;
    await new Promise((turn) => setImmediate(turn));
    this.#since = performance.now();
  }
}
