/** Reads a few columns of many rows. */
import { isKnownError } from '../errors.ts';
import { decodeRow, decodeScalar } from '../row-codec.ts';
import { type Column, isScalar, SCALAR_BYTES, type ScalarType, type Value } from '../schema.ts';

interface Field {
  readonly place: number;
  readonly column: Column;
  readonly type: ScalarType;
  readonly at: number;
}

/** Where all columns have their own width, those that are wanted are read where they lie; else rows are decoded whole. */
export class RowReader {
  /** The last row read, by the columns' order; of unwanted columns nothing is sure. */
  row: readonly Value[];
  readonly #columns: readonly Column[];
  readonly #fields: readonly Field[];
  /** Bytes of each row; −1 where they differ. */
  readonly #size: number;

  constructor(columns: readonly Column[], wanted: ReadonlySet<number>) {
    this.#columns = columns;
    const isFixed = columns.every(({ type, optional }) => isScalar(type) && !optional);
    const fields: Field[] = [];
    let at = 0;
    for (const [place, column] of isFixed ? columns.entries() : []) {
      const type = column.type as ScalarType;
      // Bytes that are neither true nor false make a row none at all, whoever looks at them.
      if (wanted.has(place) || type === 'bool') fields.push({ place, column, type, at });
      at += SCALAR_BYTES[type];
    }
    this.#fields = fields;
    this.#size = isFixed ? at : -1;
    this.row = new Array<Value>(columns.length).fill(null);
  }

  /** The row that stands in some bytes; false where they are not exactly one row. */
  read(view: DataView, start: number, length: number): boolean {
    try {
      if (this.#size >= 0) return length === this.#size && this.#readFields(view, start);
      this.row = decodeRow(this.#columns, new Uint8Array(view.buffer, view.byteOffset + start, length));
      return true;
    } catch (error) {
      if (isKnownError(error)) return false;
      throw error;
    }
  }

  #readFields(view: DataView, start: number): true {
    const row = this.row as Value[];
    for (const { place, column, type, at } of this.#fields)
      row[place] = decodeScalar(column, type, view, start + at);
    return true;
  }
}
