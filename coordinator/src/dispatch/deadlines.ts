/**
 * What is to be looked at when its time has come: a wheel of one set for each half second, so that adding, taking back
 * and finding what is due cost the same whatever else waits.
 */
export class Deadlines<T> {
  readonly #slots = new Map<number, Set<T>>();
  /** No slot before this one holds anything. */
  #next = Number.POSITIVE_INFINITY;

  add(thing: T, at: number): void {
    const slot = slotOf(at);
    const things = this.#slots.get(slot);
    if (things) things.add(thing);
    else this.#slots.set(slot, new Set([thing]));
    this.#next = Math.min(this.#next, slot);
  }

  /** Takes it back; `at` as it was added. */
  delete(thing: T, at: number): void {
    const slot = slotOf(at);
    const things = this.#slots.get(slot);
    if (things?.delete(thing) && things.size === 0) this.#slots.delete(slot);
  }

  /** Takes out all whose time has come, in order of their slots. */
  take(now: number): T[] {
    const due: T[] = [];
    const last = slotOf(now) - 1;
    if (this.#next > last) return due;
    // A long silence is walked over by what is there, not by the clock.
    const slots = [...this.#slots.keys()].filter((slot) => slot <= last).sort((a, b) => a - b);
    for (const slot of slots) {
      due.push(...(this.#slots.get(slot) as Set<T>));
      this.#slots.delete(slot);
    }
    this.#next = Math.min(Number.POSITIVE_INFINITY, ...this.#slots.keys());
    return due;
  }
}

const SLOT_MS = 500;
const slotOf = (at: number): number => Math.ceil(at / SLOT_MS);
