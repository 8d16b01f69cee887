import { KnownError } from './errors.ts';
import { LIMITS } from './limits.ts';

/** Consecutive items, from `first` to before `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Characters of a set as text: some 100,000 spans. */
export const MOST_SPAN_TEXT = 1_000_000;

const NUMBER = /^[0-9a-z]{1,9}$/;

/** A set of items, kept as the spans that it consists of: a million that follow each other are one. */
export class ItemSpans {
  /** In order, apart from each other. */
  readonly #firsts: number[] = [];
  readonly #ends: number[] = [];
  #size = 0;

  /**
   * The set from the text that {@link text} gave: gap and length of each span by turns, in base 36. Throws
   * REQUEST_INVALID.
   */
  static from(text: string): ItemSpans {
    const spans = new ItemSpans();
    if (text === '') return spans;
    const numbers = text.length > MOST_SPAN_TEXT ? [] : text.split('.');
    let at = 0;
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      if (!NUMBER.test(numbers[i]) || !NUMBER.test(numbers[i + 1])) throw malformed();
      const first = at + Number.parseInt(numbers[i], 36);
      at = first + Number.parseInt(numbers[i + 1], 36);
      if (at > LIMITS.itemsPerRange) throw malformed();
      spans.add({ first, end: at });
    }
    if (numbers.length % 2 !== 0 || numbers.length === 0) throw malformed();
    return spans;
  }

  text(): string {
    const numbers: string[] = [];
    let at = 0;
    this.#firsts.forEach((first, i) => {
      numbers.push((first - at).toString(36), (this.#ends[i] - first).toString(36));
      at = this.#ends[i];
    });
    return numbers.join('.');
  }

  /** How many items. */
  get size(): number {
    return this.#size;
  }

  add({ first, end }: Span): void {
    if (end <= first) return;
    const from = this.#endingFrom(first);
    let to = from;
    let [start, stop, had] = [first, end, 0];
    for (; to < this.#firsts.length && this.#firsts[to] <= end; to++) {
      start = Math.min(start, this.#firsts[to]);
      stop = Math.max(stop, this.#ends[to]);
      had += this.#ends[to] - this.#firsts[to];
    }
    this.#firsts.splice(from, to - from, start);
    this.#ends.splice(from, to - from, stop);
    this.#size += stop - start - had;
  }

  /** Another set, which lacks a span. */
  without({ first, end }: Span): ItemSpans {
    const rest = new ItemSpans();
    this.#firsts.forEach((start, i) => {
      rest.add({ first: start, end: Math.min(this.#ends[i], first) });
      rest.add({ first: Math.max(start, end), end: this.#ends[i] });
    });
    return rest;
  }

  /** What of a span is not in the set, in order. */
  missing({ first, end }: Span): Span[] {
    const gaps: Span[] = [];
    let next = first;
    for (let i = this.#endingFrom(first); i < this.#firsts.length && this.#firsts[i] < end; i++) {
      if (this.#firsts[i] > next) gaps.push({ first: next, end: this.#firsts[i] });
      next = Math.max(next, this.#ends[i]);
    }
    if (next < end) gaps.push({ first: next, end });
    return gaps;
  }

  /** The place of the first span that ends at an item or behind it. */
  #endingFrom(item: number): number {
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] < item) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const malformed = (): KnownError =>
  new KnownError('REQUEST_INVALID', 'this is no cursor of a result stream; send one as you were given it');
