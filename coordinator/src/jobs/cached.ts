/** A look that many ask for and one makes: at most every so many milliseconds, and never twice at once. */
export class Cached<T> {
  readonly #look: () => Promise<T>;
  readonly #milliseconds: number;
  readonly #now: () => number;
  #last: Promise<T> | null = null;
  #until = 0;

  /** `now` in milliseconds. */
  constructor(milliseconds: number, look: () => Promise<T>, now: () => number = () => performance.now()) {
    this.#milliseconds = milliseconds;
    this.#look = look;
    this.#now = now;
  }

  /** A look that fails is told to all who waited for it, and made again for whoever comes next. */
  get(): Promise<T> {
    if (this.#last !== null && this.#now() < this.#until) return this.#last;
    this.#until = Number.POSITIVE_INFINITY;
    const looking = this.#look();
    this.#last = looking;
    looking.then(
      () => {
        this.#until = this.#now() + this.#milliseconds;
      },
      () => {
        this.#last = null;
      },
    );
    return looking;
  }
}
