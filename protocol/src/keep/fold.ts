/** What rows come to under a keep. Folds of any parts, merged in any order, are the fold of the whole [FO1]. */
import { ITEM_STATUS } from '../digest.ts';
import { blockOf, type ResultBlock, type ResultColumns, readU32, resultAt } from '../results.ts';
import type { Value } from '../schema.ts';
import type { KeepPlan } from './keep.ts';
import { type FoldLine, type Reducer, reducerOf } from './reducers.ts';
import { RowReader } from './row-reader.ts';
import { type KeptRow, TopRows, type TopState } from './top-rows.ts';

/** How many items a fold covers, and what became of them. */
export interface FoldCounts {
  readonly items: number;
  /** That ended well and fit the condition. */
  readonly rows: number;
  /** That trapped or ran out of fuel. */
  readonly failed: number;
  /** Whose bytes do not fit the columns, or are too many for a row of a top. */
  readonly unreadable: number;
}

/** As it is stored: JSON. */
export interface FoldState extends FoldCounts {
  /** By the columns' order: values of reduced columns that were absent or NaN. */
  readonly missing: readonly (readonly [column: number, count: number])[];
  readonly reductions: readonly unknown[];
  readonly top: TopState;
}

export class Fold {
  readonly plan: KeepPlan;
  #items = 0;
  #rows = 0;
  #failed = 0;
  #unreadable = 0;
  readonly #reader: RowReader;
  readonly #reducers: readonly Reducer[];
  readonly #missing = new Map<number, number>();
  readonly #top: TopRows | null;

  constructor(plan: KeepPlan) {
    this.plan = plan;
    this.#reader = new RowReader(plan.columns, plan.used);
    this.#reducers = plan.reductions.map((reduction) => reducerOf(reduction));
    this.#top = plan.top && new TopRows(plan.top);
    for (const { column } of plan.reductions) if (column >= 0) this.#missing.set(column, 0);
  }

  get counts(): FoldCounts {
    return { items: this.#items, rows: this.#rows, failed: this.#failed, unreadable: this.#unreadable };
  }

  /** Adds the results of items from `first` on; calls `onRow` with the position of each that fits. */
  add(first: number, results: ResultColumns, onRow?: (position: number) => void): void {
    const block = blockOf(results);
    const { memory } = block;
    const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
    this.#items += block.count;
    for (let position = 0; position < block.count; position++) {
      if (memory[block.statusAt(position)] !== ITEM_STATUS.ok) this.#failed++;
      else if (this.#takeRow(first, block, position, view)) onRow?.(position);
    }
  }

  #takeRow(first: number, block: ResultBlock, position: number, view: DataView): boolean {
    const { where, top } = this.plan;
    const length = readU32(block.memory, block.lengthAt(position));
    const isLong = top !== null && length > top.rowBytes;
    if (isLong || !this.#reader.read(view, block.outputAt(position), length)) {
      this.#unreadable++;
      return false;
    }
    const { row } = this.#reader;
    if (where !== null && !where.matches(row)) return false;
    this.#rows++;
    this.#reduce(row);
    if (this.#top !== null && top !== null)
      this.#rank(this.#top, row[top.column], first + position, block, position);
    return true;
  }

  #reduce(row: readonly Value[]): void {
    for (const [column, missing] of this.#missing)
      if (numberOf(row[column]) === null) this.#missing.set(column, missing + 1);
    const { reductions } = this.plan;
    for (let i = 0; i < reductions.length; i++) {
      const { column } = reductions[i];
      const value = column < 0 ? 0 : numberOf(row[column]);
      if (value !== null) this.#reducers[i].add(value);
    }
  }

  #rank(top: TopRows, value: Value, index: number, block: ResultBlock, position: number): void {
    const key = numberOf(value);
    if (key === null || !top.takes(key, index)) return;
    const { fuel, output } = resultAt(block, position);
    // The block's memory is shared by many.
    top.add({ key, index, fuel, output: output.slice() });
  }

  merge(other: Fold): void {
    this.#items += other.#items;
    this.#rows += other.#rows;
    this.#failed += other.#failed;
    this.#unreadable += other.#unreadable;
    for (const [column, count] of other.#missing)
      this.#missing.set(column, (this.#missing.get(column) ?? 0) + count);
    this.#reducers.forEach((reducer, i) => {
      reducer.merge(other.#reducers[i]);
    });
    if (this.#top !== null && other.#top !== null) this.#top.merge(other.#top);
  }

  /** The table of a reduction: what it covers, then each reduction in the order asked for. Empty for other keeps. */
  lines(): FoldLine[] {
    if (this.plan.kind !== 'reduce') return [];
    const counted = (fold: string, value: number): FoldLine => ({
      fold,
      low: '',
      high: '',
      value: String(value),
    });
    const missing = [...this.#missing].map(([column, count]) =>
      counted(`missing(${this.plan.columns[column].name})`, count),
    );
    return [
      ...Object.entries(this.counts).map(([name, count]) => counted(name, count)),
      ...missing.filter(({ value }) => value !== '0'),
      ...this.#reducers.flatMap((reducer) => reducer.lines()),
    ];
  }

  /** The rows of a top, the best first. Empty for other keeps. */
  topRows(): KeptRow[] {
    return this.#top?.rows() ?? [];
  }

  state(): FoldState {
    return {
      ...this.counts,
      missing: [...this.#missing],
      reductions: this.#reducers.map((reducer) => reducer.state()),
      top: this.#top?.state() ?? [],
    };
  }

  /** A fold as {@link state} gave it, under the same plan. */
  static from(plan: KeepPlan, state: FoldState): Fold {
    const fold = new Fold(plan);
    return fold.#restore(state);
  }

  #restore({ items, rows, failed, unreadable, missing, reductions, top }: FoldState): this {
    this.#items = items;
    this.#rows = rows;
    this.#failed = failed;
    this.#unreadable = unreadable;
    for (const [column, count] of missing) this.#missing.set(column, count);
    this.plan.reductions.forEach((reduction, i) => {
      this.#reducers[i].merge(reducerOf(reduction, reductions[i]));
    });
    this.#top?.restore(top, (output) => this.#keyOf(output));
    return this;
  }

  #keyOf(output: Uint8Array): number | bigint {
    const view = new DataView(output.buffer, output.byteOffset, output.byteLength);
    this.#reader.read(view, 0, output.length);
    return numberOf(this.#reader.row[this.plan.top?.column ?? 0]) ?? 0;
  }
}

/** A value as a number that can be ordered and summed; null where it is absent or NaN. True is 1, and −0 is 0. */
function numberOf(value: Value): number | bigint | null {
  if (typeof value === 'number') return Number.isNaN(value) ? null : value + 0;
  if (typeof value === 'bigint') return value;
  return typeof value === 'boolean' ? Number(value) : null;
}

/** A row's values, read again, meet the condition of its keep: for whoever checks rows that were kept. */
export const fitsKeep = (plan: KeepPlan, row: readonly Value[]): boolean => plan.where?.matches(row) ?? true;
