import { ItemMaker, isKnownError, type StagePlan } from '@manyhands/protocol';
import { Breath } from '../db/breath.ts';
import type { UpstreamRows } from './upstream-rows.ts';

/** Items and bytes of one part, and rows looked at for it. */
const PART_ITEMS = 16_384;
const PART_BYTES = 4 * 1024 * 1024;
const PART_ROWS = 262_144;

/** What a stage can take next. */
export interface Gathered {
  readonly items: readonly Uint8Array[];
  /** The row behind those that the items were made of, and how many of them were left out. */
  readonly rows: number;
  readonly skipped: number;
  /** There are no more rows. */
  readonly whole: boolean;
  /** It ends for want of a voucher. */
  readonly unpaid: boolean;
}

export interface Position {
  readonly rows: number;
  readonly skipped: number;
  /** How many rows there are in all; null while that is not known. */
  readonly total: number | null;
}

/**
 * Makes items of the rows that follow, as far as they are there; one part at most. Where a row cannot be taken, ends before it; if it
 * is the very first, throws what the {@link ItemMaker} throws.
 */
export async function gather(
  plan: StagePlan,
  upstreams: readonly UpstreamRows[],
  position: Position,
): Promise<Gathered> {
  const filling = new Filling(plan, position);
  const breath = new Breath();
  try {
    while (!filling.isFull && !filling.isAtEnd && (await allReady(upstreams))) {
      filling.push(upstreams);
      await breath.taken();
    }
    filling.finish();
  } catch (error) {
    if (!isKnownError(error) || filling.items.length === 0) throw error;
  }
  return filling.gathered(upstreams.some(({ isUnpaid }) => isUnpaid));
}

async function allReady(upstreams: readonly UpstreamRows[]): Promise<boolean> {
  for (const upstream of upstreams) if (!(await upstream.ready())) return false;
  return true;
}

/** A part that is being filled. */
class Filling {
  readonly items: Uint8Array[] = [];
  readonly #maker: ItemMaker;
  readonly #start: Position;
  #bytes = 0;
  #at: number;
  /** Behind the last whole item. */
  #rows: number;
  #skipped = 0;

  constructor(plan: StagePlan, start: Position) {
    this.#maker = new ItemMaker(plan);
    this.#start = start;
    this.#at = start.rows;
    this.#rows = start.rows;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#start.total;
  }

  get isFull(): boolean {
    if (this.#maker.isFilling) return false;
    const looked = this.#at - this.#start.rows;
    return this.items.length >= PART_ITEMS || this.#bytes >= PART_BYTES || looked >= PART_ROWS;
  }

  push(upstreams: readonly UpstreamRows[]): void {
    const item = this.#maker.push(upstreams.map((upstream) => upstream.take()));
    this.#at++;
    this.#add(item);
  }

  /** Behind the last row, a group that is not full is an item all the same. */
  finish(): void {
    if (this.isAtEnd) this.#add(this.#maker.end());
  }

  #add(item: Uint8Array | null): void {
    if (item !== null) {
      this.items.push(item);
      this.#bytes += item.length;
    }
    if (this.#maker.isFilling) return;
    this.#rows = this.#at;
    this.#skipped = this.#maker.skipped;
  }

  gathered(unpaid: boolean): Gathered {
    return {
      items: this.items,
      rows: this.#rows,
      skipped: this.#start.skipped + this.#skipped,
      whole: this.#rows === this.#start.total,
      unpaid,
    };
  }
}
