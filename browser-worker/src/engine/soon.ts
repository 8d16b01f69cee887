/** Calls at most once in so many milliseconds, and always after the last change. */
export class Soon {
  readonly #call: () => void;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(call: () => void, ms: number) {
    this.#call = call;
    this.#ms = ms;
  }

  later(): void {
    this.#timer ??= setTimeout(() => this.now(), this.#ms);
  }

  /** Calls at once and forgets the call that was due. */
  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#call();
  }
}
