/** Results as rows of Parquet: `index`, `status` and `fuel`, then the kernel's columns in types that hold them exactly. */
import {
  ARRAY_KINDS,
  type Column,
  elementsOf,
  isArray,
  type ScalarType,
  type Value,
} from '@manyhands/protocol';
import type { Row } from '@manyhands/sdk';
import type { ParquetWriteOptions } from 'hyparquet-writer';

type Schema = NonNullable<ParquetWriteOptions['schema']>;
type Kind = Partial<Pick<Schema[number], 'type' | 'converted_type'>>;

const KINDS: Readonly<Record<ScalarType | 'string', Kind>> = {
  i8: { type: 'INT32', converted_type: 'INT_8' },
  u8: { type: 'INT32', converted_type: 'UINT_8' },
  i16: { type: 'INT32', converted_type: 'INT_16' },
  u16: { type: 'INT32', converted_type: 'UINT_16' },
  i32: { type: 'INT32' },
  u32: { type: 'INT32', converted_type: 'UINT_32' },
  i64: { type: 'INT64' },
  u64: { type: 'INT64', converted_type: 'UINT_64' },
  f32: { type: 'FLOAT' },
  f64: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

/** Every column may be null: an item that trapped has no values. */
export function parquetSchema(columns: readonly Column[]): Schema {
  return [
    { name: 'results', num_children: 3 + columns.length },
    { name: 'index', ...KINDS.i64, repetition_type: 'REQUIRED' },
    { name: 'status', ...KINDS.string, repetition_type: 'REQUIRED' },
    { name: 'fuel', ...KINDS.u64, repetition_type: 'REQUIRED' },
    ...columns.flatMap(schemaOf),
  ];
}

function schemaOf({ name, type }: Column): Schema {
  if (type === 'Uint8Array') return [{ name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' }];
  if (!isArray(type)) return [{ name, ...KINDS[type], repetition_type: 'OPTIONAL' }];
  return [
    { name, converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...KINDS[ARRAY_KINDS[type].element], repetition_type: 'REQUIRED' },
  ];
}

/** A row as the writer takes it. */
export function parquetRow(columns: readonly Column[], { index, status, fuel, values }: Row) {
  const cells = columns.map(({ name, type }) => [name, values === null ? null : cellOf(type, values[name])]);
  return { ...Object.fromEntries(cells), index: BigInt(index), status, fuel };
}

const cellOf = (type: Column['type'], value: Value): unknown =>
  ArrayBuffer.isView(value) && type !== 'Uint8Array' ? elementsOf(value) : value;
