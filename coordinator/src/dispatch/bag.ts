/**
 * Things in no order, of which some die unseen: adding is O(1) amortised, and the dead are thrown out whenever as many
 * were added as lived before.
 */
export class Bag<T> {
  #things: T[] = [];
  #limit = 32;
  readonly #lives: (thing: T) => boolean;

  constructor(lives: (thing: T) => boolean) {
    this.#lives = lives;
  }

  add(thing: T): void {
    this.#things.push(thing);
    if (this.#things.length >= this.#limit) this.sweep();
  }

  /** Forgets the dead. */
  sweep(): void {
    this.#things = this.#things.filter(this.#lives);
    this.#limit = 2 * this.#things.length + 32;
  }

  /** All that live, and none of them any more. */
  takeAll(): T[] {
    const living = this.#things.filter(this.#lives);
    this.#things = [];
    this.#limit = 32;
    return living;
  }

  get isEmpty(): boolean {
    return this.#things.length === 0;
  }
}

/** First in, first out; O(1) amortised. */
export class Queue<T> {
  #things: T[] = [];
  #head = 0;

  push(thing: T): void {
    this.#things.push(thing);
  }

  get length(): number {
    return this.#things.length - this.#head;
  }

  peek(): T | undefined {
    return this.#things[this.#head];
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const thing = this.#things[this.#head++];
    if (this.#head > 64 && 2 * this.#head > this.#things.length) {
      this.#things = this.#things.slice(this.#head);
      this.#head = 0;
    }
    return thing;
  }

  /** Takes those from the front that are due. */
  *takeWhile(isDue: (thing: T) => boolean): Generator<T> {
    while (this.length > 0 && isDue(this.#things[this.#head])) yield this.shift() as T;
  }
}
