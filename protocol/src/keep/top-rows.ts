/** The first few rows by a column. */
import { fromHex, toHex } from '../bytes.ts';
import { ITEM_STATUS, type ItemResult } from '../digest.ts';
import type { Top } from './keep.ts';

/** A row that is kept, with the number it is ordered by. */
interface TopRow {
  readonly key: number | bigint;
  readonly index: number;
  readonly fuel: bigint;
  readonly output: Uint8Array;
}

/** As it is stored: index, fuel, and the output in hex. */
export type TopState = readonly (readonly [index: number, fuel: string, output: string])[];

/** One item's result under its index. */
export interface KeptRow {
  readonly index: number;
  readonly result: ItemResult;
}

/** Of rows with the same number the one with the lower index comes first, so that no order of coming matters. */
export class TopRows {
  readonly #top: Top;
  #rows: TopRow[] = [];
  /** The last row that counts, once there are enough: what comes after it needs no place. */
  #last: TopRow | null = null;

  constructor(top: Top) {
    this.#top = top;
  }

  /** Whether a row with this number would be among the first. */
  takes(key: number | bigint, index: number): boolean {
    return this.#last === null || this.#compare({ key, index }, this.#last) < 0;
  }

  /** `row.output` is kept as it is. */
  add(row: TopRow): void {
    if (!this.takes(row.key, row.index)) return;
    this.#rows.push(row);
    if (this.#rows.length >= 2 * this.#top.count) this.#cut();
  }

  merge(other: TopRows): void {
    for (const row of other.#rows) this.add(row);
  }

  #compare(a: Pick<TopRow, 'key' | 'index'>, b: Pick<TopRow, 'key' | 'index'>): number {
    if (a.key === b.key) return a.index - b.index;
    return a.key > b.key === (this.#top.order === 'highest') ? -1 : 1;
  }

  #cut(): void {
    this.#rows.sort((a, b) => this.#compare(a, b));
    this.#rows.length = Math.min(this.#rows.length, this.#top.count);
    this.#last = this.#rows.length === this.#top.count ? this.#rows[this.#top.count - 1] : null;
  }

  /** The best first. */
  rows(): KeptRow[] {
    this.#cut();
    return this.#rows.map(({ index, fuel, output }) => ({
      index,
      result: { status: ITEM_STATUS.ok, fuel, output },
    }));
  }

  state(): TopState {
    this.#cut();
    return this.#rows.map(({ index, fuel, output }) => [index, String(fuel), toHex(output)] as const);
  }

  /** Takes up what was stored; `keyOf` reads the number of an output. */
  restore(state: TopState, keyOf: (output: Uint8Array) => number | bigint): void {
    for (const [index, fuel, hex] of state) {
      const output = fromHex(hex);
      this.#rows.push({ key: keyOf(output), index, fuel: BigInt(fuel), output });
    }
    this.#cut();
  }
}
