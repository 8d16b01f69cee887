/** A seeded source of choices (sfc32): the same seed gives the same choices on every machine. */
export class Dice {
  #a: number;
  #b: number;
  #c = 0x9e3779b9;
  #count = 1;

  constructor(seed: number) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32) >>> 0;
    for (let i = 0; i < 12; i++) this.word();
  }

  /** 32 random bits, unsigned. */
  word(): number {
    const sum = (this.#a + this.#b + this.#count++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** 0 … count − 1. */
  below(count: number): number {
    return Math.floor((this.word() / 2 ** 32) * count);
  }

  /** first … last. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  /** True in so many cases of a hundred. */
  percent(chance: number): boolean {
    return this.word() < chance * (2 ** 32 / 100);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  /** One of several, each with a weight. */
  weighted<T>(from: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.below(from.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of from) {
      if (left < weight) return choice;
      left -= weight;
    }
    return from[0][1];
  }

  bytes(count: number): number[] {
    return Array.from({ length: count }, () => this.below(256));
  }
}
