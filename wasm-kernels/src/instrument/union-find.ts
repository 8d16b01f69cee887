/** Classes of numbers 1, 2, … that may be made one. 0 belongs to none. */
export class UnionFind {
  readonly #parents = [0];

  /** A number in a class of its own. */
  add(): number {
    return this.#parents.push(this.#parents.length) - 1;
  }

  /** The number that stands for the class. */
  root(value: number): number {
    const parents = this.#parents;
    let root = value;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }

  /** Makes two numbers one class, and returns one of it; one of them may be 0. */
  join(a: number, b: number): number {
    if (a === 0 || b === 0) return a || b;
    const [one, other] = [this.root(a), this.root(b)];
    if (one !== other) this.#parents[other] = one;
    return one;
  }
}
