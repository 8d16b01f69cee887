import {
  ARRAY_KINDS,
  type ArrayType,
  type Column,
  type ItemStatus,
  type ResultBlock,
  type ResultFrame,
  type RowReader,
  readU32,
  type Value,
} from '@manyhands/protocol';
import type { Row } from './rows.ts';

const STATUS: Readonly<Record<ItemStatus, Row['status']>> = { 0: 'ok', 1: 'trap', 2: 'exhausted' };

/** The numbers of a column as a typed array of its type; of any other column its values, `null` where there is none. */
export type ColumnValues = InstanceType<(typeof ARRAY_KINDS)[ArrayType]['of']> | (Value | null)[];

/** Results of consecutive items as columns, as they came: `count` of them from index `first` on. */
export class Batch {
  readonly first: number;
  readonly count: number;
  /** They may still be refuted and come again; see {@link Job.results}. */
  readonly provisional: boolean;
  /** Counted from 0: how often their unit was begun again. Only told where they are provisional. */
  readonly attempt: number;
  readonly #block: ResultBlock;
  readonly #view: DataView;
  readonly #reader: RowReader;

  constructor({ first, standing, attempt, block }: ResultFrame, reader: RowReader) {
    this.first = first;
    this.count = block.count;
    this.provisional = standing === 'provisional';
    this.attempt = attempt;
    this.#block = block;
    this.#view = new DataView(block.memory.buffer, block.memory.byteOffset, block.memory.byteLength);
    this.#reader = reader;
  }

  /** One byte an item: 0 ok, 1 trap, 2 exhausted. A view, as `outputs` is. */
  get statuses(): Uint8Array {
    return this.#block.statuses;
  }

  /** Of each item, in instructions. */
  get fuels(): BigUint64Array {
    return BigUint64Array.from({ length: this.count }, (_, i) => this.fuel(i));
  }

  /** The kernel's output bytes of all items, end to end. */
  get outputs(): Uint8Array {
    return this.#block.outputs;
  }

  /** The output bytes of the item at a place from 0 to `count` − 1; none where it is not ok. */
  output(at: number): Uint8Array {
    const start = this.#block.outputAt(at);
    return this.#block.memory.subarray(start, start + this.#length(at));
  }

  fuel(at: number): bigint {
    return this.#view.getBigUint64(this.#block.fuelAt(at), true);
  }

  /** The item at a place from 0 to `count` − 1. Throws ROW_INVALID where its bytes are no row of the kernel's columns. */
  row(at: number): Row {
    const { memory } = this.#block;
    const status = STATUS[memory[this.#block.statusAt(at)] as ItemStatus];
    const values =
      status === 'ok' ? this.#reader.read(this.#view, this.#block.outputAt(at), this.#length(at)) : null;
    return { index: this.first + at, status, fuel: this.fuel(at), values };
  }

  /**
   * One output column. Numbers come as a typed array, in which items that are not ok have 0: look at {@link statuses}.
   * Throws a RangeError where the kernel has no such column.
   */
  column(name: string): ColumnValues {
    const column = this.#reader.columns.find((each) => each.name === name);
    if (column === undefined) throw new RangeError(`the kernel has no output column “${name}”`);
    const numbers = numbersFor(column, this.count);
    const into: { [at: number]: Value } = numbers ?? new Array<Value>(this.count).fill(null);
    for (let at = 0; at < this.count; at++) {
      const { values } = this.row(at);
      if (values !== null) into[at] = values[name];
    }
    return into as ColumnValues;
  }

  #length(at: number): number {
    return readU32(this.#block.memory, this.#block.lengthAt(at));
  }
}

/** Null for a column whose values may be absent or are no numbers. */
function numbersFor({ type, optional }: Column, count: number) {
  const kind = Object.values(ARRAY_KINDS).find(({ element }) => element === type);
  return kind === undefined || optional ? null : new kind.of(count);
}
