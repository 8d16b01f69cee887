/** What a reduction has come to: any partition of its rows, in any order, gives the same. */
import { doubleOf, ExactSum, meanOf } from './exact-sum.ts';
import { Histogram, type HistogramState } from './histogram.ts';
import type { Reduction } from './keep.ts';

/** One line of the table of a fold. All are texts, as in a CSV; `low` and `high` are the edges of a bin, else empty. */
export interface FoldLine {
  readonly fold: string;
  readonly low: string;
  readonly high: string;
  readonly value: string;
}

export interface Reducer<State = unknown> {
  /** A number of its column, never NaN; −0 comes as 0. A count of rows is given any. */
  add(value: number | bigint): void;
  merge(other: this): void;
  state(): State;
  lines(): FoldLine[];
}

const line = (fold: string, value: string, low = '', high = ''): FoldLine => ({ fold, low, high, value });

interface SumState {
  /** Decimal, or in units of 2^-1074 as hex without its last zeros, and how many these were. */
  readonly total: string;
  readonly zeros: number;
  readonly count: number;
  readonly above: number;
  readonly below: number;
}

/** A sum or mean. Infinite numbers are counted, so that they too come to the same in every order. */
class Sum implements Reducer<SumState> {
  readonly #reduction: Reduction;
  readonly #sum = new ExactSum();
  #count = 0;
  #above = 0;
  #below = 0;

  constructor(reduction: Reduction, state?: SumState) {
    this.#reduction = reduction;
    if (state === undefined) return;
    const size = BigInt(`0x${state.total.replace('-', '')}`) << BigInt(4 * state.zeros);
    this.#sum.total = state.total.startsWith('-') ? -size : size;
    this.#count = state.count;
    this.#above = state.above;
    this.#below = state.below;
  }

  add(value: number | bigint): void {
    this.#count++;
    if (this.#reduction.of === 'wholes') this.#sum.addWhole(value);
    else if (value === Number.POSITIVE_INFINITY) this.#above++;
    else if (value === Number.NEGATIVE_INFINITY) this.#below++;
    else this.#sum.addDouble(value as number);
  }

  merge(other: this): void {
    this.#sum.merge(other.#sum);
    this.#count += other.#count;
    this.#above += other.#above;
    this.#below += other.#below;
  }

  state(): SumState {
    const digits = this.#sum.total.toString(16);
    const kept = digits.replace(/0+$/, '');
    const total = kept === '' ? '0' : kept;
    const zeros = kept === '' ? 0 : digits.length - kept.length;
    return { total, zeros, count: this.#count, above: this.#above, below: this.#below };
  }

  lines(): FoldLine[] {
    const { name, kind } = this.#reduction;
    if (kind === 'mean' && this.#count === 0) return [line(name, '')];
    return [line(name, String(kind === 'mean' ? this.#mean() : this.#total()))];
  }

  #total(): number | bigint {
    if (this.#above + this.#below > 0) return this.#infinite();
    const { total } = this.#sum;
    return this.#reduction.of === 'wholes' ? total : doubleOf(total);
  }

  #mean(): number {
    if (this.#above + this.#below > 0) return this.#infinite();
    return meanOf(this.#sum.total, this.#count, this.#reduction.of);
  }

  #infinite(): number {
    if (this.#above > 0 && this.#below > 0) return Number.NaN;
    return this.#above > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }
}

/** Null: nothing came yet. Texts, because JSON has neither bigints nor infinite numbers. */
type ExtremeState = string | null;

class Extreme implements Reducer<ExtremeState> {
  readonly #reduction: Reduction;
  #value: number | bigint | null = null;

  constructor(reduction: Reduction, state: ExtremeState = null) {
    this.#reduction = reduction;
    if (state !== null) this.#value = reduction.of === 'wholes' ? BigInt(state) : Number(state);
  }

  add(value: number | bigint): void {
    const before = this.#value;
    if (before === null || (this.#reduction.kind === 'min' ? value < before : value > before))
      this.#value = value;
  }

  merge(other: this): void {
    if (other.#value !== null) this.add(other.#value);
  }

  state(): ExtremeState {
    return this.#value === null ? null : String(this.#value);
  }

  lines(): FoldLine[] {
    return [line(this.#reduction.name, this.state() ?? '')];
  }
}

class Count implements Reducer<number> {
  #count: number;

  constructor(state = 0) {
    this.#count = state;
  }

  add(): void {
    this.#count++;
  }

  merge(other: this): void {
    this.#count += other.#count;
  }

  state(): number {
    return this.#count;
  }

  lines(): FoldLine[] {
    return [line('count', String(this.#count))];
  }
}

class Binned implements Reducer<HistogramState> {
  readonly #reduction: Reduction;
  readonly #histogram: Histogram;

  constructor(reduction: Reduction, state?: HistogramState) {
    const shape = reduction.shape as NonNullable<Reduction['shape']>;
    this.#reduction = reduction;
    this.#histogram = state === undefined ? new Histogram(shape) : Histogram.from(shape, state);
  }

  add(value: number | bigint): void {
    // Whole numbers of 64 bits are counted as the nearest double.
    this.#histogram.add(Number(value));
  }

  merge(other: this): void {
    this.#histogram.merge(other.#histogram);
  }

  state(): HistogramState {
    return this.#histogram.state();
  }

  lines(): FoldLine[] {
    const { name } = this.#reduction;
    const { below, above } = this.#histogram;
    const bins = this.#histogram.bins();
    const lines = bins.map(({ low, high, count }) => line(name, String(count), String(low), String(high)));
    const [first, last] = [String(bins.at(0)?.low ?? ''), String(bins.at(-1)?.high ?? '')];
    if (below > 0) lines.unshift(line(name, String(below), '-Infinity', first));
    if (above > 0) lines.push(line(name, String(above), last, 'Infinity'));
    return lines;
  }
}

/** A reducer as it begins, or as it was stored. */
export function reducerOf(reduction: Reduction, state?: unknown): Reducer {
  switch (reduction.kind) {
    case 'count':
      return new Count(state as number | undefined) as Reducer;
    case 'sum':
    case 'mean':
      return new Sum(reduction, state as SumState | undefined) as Reducer;
    case 'min':
    case 'max':
      return new Extreme(reduction, state as ExtremeState | undefined) as Reducer;
    case 'hist':
      return new Binned(reduction, state as HistogramState | undefined) as Reducer;
  }
}
