import { decodeRow } from './row-codec.ts';
import { type Column, isScalar, SCALAR_BYTES, type ScalarType, type Value } from './schema.ts';

type Read = (view: DataView, at: number) => Value;

const READ: Readonly<Record<Exclude<ScalarType, 'bool'>, Read>> = {
  i8: (view, at) => view.getInt8(at),
  u8: (view, at) => view.getUint8(at),
  i16: (view, at) => view.getInt16(at, true),
  u16: (view, at) => view.getUint16(at, true),
  i32: (view, at) => view.getInt32(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i64: (view, at) => view.getBigInt64(at, true),
  u64: (view, at) => view.getBigUint64(at, true),
  f32: (view, at) => view.getFloat32(at, true),
  f64: (view, at) => view.getFloat64(at, true),
};

/** A column at a place that is the same in every row. */
export interface FixedColumn {
  readonly name: string;
  readonly type: ScalarType;
  readonly at: number;
}

/**
 * Reads many rows of the same columns, as decodeRow reads one. Rows of plain numbers, which are all of one length, are read
 * in place: some 0.2 µs a column instead of 1.
 */
export class RowReader {
  readonly columns: readonly Column[];
  /** Null where rows have no common length: a column is optional, a text, an array or a bool, whose bytes must be looked at. */
  readonly fixed: readonly FixedColumn[] | null;
  readonly #stride: number;
  readonly #reads: readonly Read[];
  /** Has every column's name, so that a row is made as a copy of it. */
  readonly #shape: Record<string, Value>;

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.#shape = Object.fromEntries(columns.map(({ name }) => [name, null]));
    const fixed: FixedColumn[] = [];
    let at = 0;
    for (const { name, type, optional } of columns) {
      if (optional || !isScalar(type) || type === 'bool') break;
      fixed.push({ name, type, at });
      at += SCALAR_BYTES[type];
    }
    this.fixed = fixed.length === columns.length ? fixed : null;
    this.#stride = at;
    this.#reads = fixed.map(({ type }) => READ[type as Exclude<ScalarType, 'bool'>]);
  }

  /** The row in some bytes of a view, by column name. Throws ROW_INVALID. */
  read(view: DataView, start: number, length: number): Record<string, Value> {
    const { fixed } = this;
    const row = { ...this.#shape };
    if (fixed !== null && length === this.#stride) {
      for (let i = 0; i < fixed.length; i++) row[fixed[i].name] = this.#reads[i](view, start + fixed[i].at);
      return row;
    }
    const values = decodeRow(this.columns, new Uint8Array(view.buffer, view.byteOffset + start, length));
    for (let i = 0; i < values.length; i++) row[this.columns[i].name] = values[i];
    return row;
  }
}
