/** Of things that were said; the oldest is forgotten. */
const REMEMBERED = 100;
const AGAIN_MS = 3_600_000;

/** Says what is new, and the same again only after an hour: what waits is looked at every other second. */
export class Reports {
  readonly #say: (what: string) => void;
  readonly #now: () => number;
  readonly #saidAt = new Map<string, number>();

  /** `now` in milliseconds. */
  constructor(say: (what: string) => void, now: () => number = () => performance.now()) {
    [this.#say, this.#now] = [say, now];
  }

  report(what: string): void {
    const now = this.#now();
    if (now < (this.#saidAt.get(what) ?? Number.NEGATIVE_INFINITY) + AGAIN_MS) return;
    this.#saidAt.delete(what);
    this.#saidAt.set(what, now);
    const [oldest] = this.#saidAt.keys();
    if (this.#saidAt.size > REMEMBERED) this.#saidAt.delete(oldest);
    this.#say(what);
  }
}
