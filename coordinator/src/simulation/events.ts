/** The simulated clock and what is to happen at which time: a binary heap, equal times in the order of planning. */
export class Events {
  /** Milliseconds. */
  now = 0;
  readonly #times: number[] = [];
  readonly #orders: number[] = [];
  readonly #acts: (() => void)[] = [];
  #order = 0;

  get size(): number {
    return this.#times.length;
  }

  /** Plans something in `ms` milliseconds from now. */
  in(ms: number, act: () => void): void {
    let at = this.#times.length;
    const time = this.now + Math.max(0, ms);
    const order = this.#order++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#times[above] <= time) break;
      this.#move(above, at);
      at = above;
    }
    this.#put(at, time, order, act);
  }

  /** Turns the clock to the next event and lets it happen; false when nothing is planned. */
  step(): boolean {
    if (this.#times.length === 0) return false;
    const act = this.#acts[0];
    this.now = this.#times[0];
    this.#removeTop();
    act();
    return true;
  }

  /** Nothing of what was planned happens. */
  clear(): void {
    this.#times.length = 0;
    this.#orders.length = 0;
    this.#acts.length = 0;
  }

  #removeTop(): void {
    const time = this.#times.pop() as number;
    const order = this.#orders.pop() as number;
    const act = this.#acts.pop() as () => void;
    const size = this.#times.length;
    if (size === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#before(below + 1, this.#times[below], this.#orders[below])) below++;
      if (!this.#before(below, time, order)) break;
      this.#move(below, at);
      at = below;
    }
    this.#put(at, time, order, act);
  }

  #before(at: number, time: number, order: number): boolean {
    return this.#times[at] < time || (this.#times[at] === time && this.#orders[at] < order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from], this.#orders[from], this.#acts[from]);
  }

  #put(at: number, time: number, order: number, act: () => void): void {
    this.#times[at] = time;
    this.#orders[at] = order;
    this.#acts[at] = act;
  }
}

/** Lets everything that promises have made ready happen. */
export const settle = (): Promise<void> => new Promise((next) => setImmediate(next));
