/** Work that stops before each of its awaits until it is let go on, so that anything may happen in between. */

const CRASHED = new Promise<never>(() => {});

/** One process's work on ports that wait: a settlement, or claims that are relayed. */
export class Gated {
  readonly done: Promise<void>;
  /** What it threw, if it ended so. */
  error: unknown = null;
  ended = false;
  crashed = false;
  /** A transaction is under way. */
  #isInside = false;
  /** What was asked at once goes on at once. */
  #waiting: (() => void)[] = [];
  #arrived: () => void = () => {};
  #arrival: Promise<void>;

  constructor(work: (gated: <T extends object>(port: T) => T) => Promise<unknown>) {
    this.#arrival = this.#next();
    this.done = work((port) => this.#around(port)).then(
      () => this.#end(null),
      (error) => this.#end(error),
    );
  }

  /** Lets it take so many steps; false once it has ended. */
  async advance(steps: number): Promise<boolean> {
    for (let step = 0; step < steps; step++) {
      await Promise.race([this.#arrival, this.done]);
      if (this.ended || this.crashed) return false;
      this.#arrival = this.#next();
      for (const go of this.#waiting.splice(0)) go();
    }
    await Promise.race([this.#arrival, this.done]);
    return !this.ended;
  }

  /** The process dies where it waits: nothing of it happens any more. */
  crash(): void {
    this.crashed = true;
    this.#waiting = [];
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  #end(error: unknown): void {
    this.error = error;
    this.ended = true;
  }

  async #pass(): Promise<void> {
    if (this.#isInside) return;
    if (this.crashed) return CRASHED;
    const passed = new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
    this.#arrived();
    return passed;
  }

  /** The port, each of whose methods waits first. What a transaction does inside is one step: it is done, or not at all. */
  #around<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          await this.#pass();
          if (name !== 'transaction') return member.apply(target, args);
          this.#isInside = true;
          return member.apply(target, args).finally(() => {
            this.#isInside = false;
          });
        };
      },
    });
  }
}
