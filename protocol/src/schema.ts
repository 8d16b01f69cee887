/**
 * The kernel ABI: what goes in and out of a kernel as bytes, derived from its exported function's types.
 *
 * A row is its columns one after the other, little-endian, without padding:
 * scalars in their own width; `bool` one byte, 0 or 1; `string` a u32 byte length and UTF-8;
 * typed arrays a u32 element count and the elements; an optional column one byte (0 absent, 1 present) first.
 */
import { KnownError } from './errors.ts';

export const SCALARS = ['i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64', 'f32', 'f64', 'bool'] as const;
export const ARRAYS = [
  'Int8Array',
  'Uint8Array',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'Float32Array',
  'Float64Array',
] as const;
export type ScalarType = (typeof SCALARS)[number];
export type ArrayType = (typeof ARRAYS)[number];
export type ColumnType = ScalarType | ArrayType | 'string';

/** One column of a kernel's input or output. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether the value may be absent (`T | null` in the kernel). */
  readonly optional: boolean;
  /** The kernel author's documentation, or an empty string. */
  readonly doc: string;
}

/** What a kernel takes and gives. Its datasets are bytes that all items share. */
export interface KernelSchema {
  /** The exported function's name. */
  readonly name: string;
  readonly doc: string;
  readonly inputs: readonly Column[];
  readonly outputs: readonly Column[];
  readonly datasets: readonly { readonly name: string; readonly doc: string }[];
}

/** A value of a column: integers of 64 bits are bigints, everything narrower a number. */
export type Value = number | bigint | boolean | string | ArrayBufferView | null;

const ELEMENT_BYTES: Record<ArrayType, number> = {
  Int8Array: 1,
  Uint8Array: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  BigInt64Array: 8,
  BigUint64Array: 8,
  Float32Array: 4,
  Float64Array: 8,
};
const SCALAR_BYTES: Record<ScalarType, number> = {
  i8: 1,
  u8: 1,
  i16: 2,
  u16: 2,
  i32: 4,
  u32: 4,
  i64: 8,
  u64: 8,
  f32: 4,
  f64: 8,
  bool: 1,
};
const INTEGER_RANGE: Partial<Record<ScalarType, readonly [bigint, bigint]>> = Object.fromEntries(
  (['i8', 'i16', 'i32', 'i64'] as const).flatMap((signed) => {
    const bits = BigInt(signed.slice(1));
    const half = 1n << (bits - 1n);
    return [
      [signed, [-half, half - 1n]],
      [`u${bits}`, [0n, 2n * half - 1n]],
    ];
  }),
);

export const isScalar = (type: ColumnType): type is ScalarType => type in SCALAR_BYTES;
export const isArray = (type: ColumnType): type is ArrayType => type in ELEMENT_BYTES;

const fail = (column: Column, why: string): never => {
  throw new KnownError('ROW_INVALID', `column ${column.name} (${column.type}): ${why}`);
};

/** A value as it stands in a CSV cell or JSON, checked against its column. Arrays are numbers separated by spaces. */
export function parseValue(column: Column, text: string): Value {
  if (text === '' && column.optional) return null;
  if (column.type === 'string') return text;
  if (isArray(column.type)) return parseArray(column, column.type, text);
  return parseScalar(column, column.type, text.trim());
}

function parseScalar(column: Column, type: ScalarType, text: string): Value {
  if (type === 'bool') {
    if (/^(true|1)$/i.test(text)) return true;
    if (/^(false|0)$/i.test(text)) return false;
    return fail(column, `“${text.slice(0, 40)}” is neither true nor false`);
  }
  if (type === 'f32' || type === 'f64') {
    if (!/^([+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|Infinity)|NaN)$/.test(text))
      return fail(column, `“${text.slice(0, 40)}” is not a number`);
    return type === 'f32' ? Math.fround(Number(text)) : Number(text);
  }
  if (!/^[+-]?\d{1,20}$/.test(text)) return fail(column, `“${text.slice(0, 40)}” is not a whole number`);
  return checkInteger(column, type, BigInt(text));
}

function checkInteger(column: Column, type: ScalarType, value: bigint): Value {
  const [low, high] = INTEGER_RANGE[type] ?? [0n, 0n];
  if (value < low || value > high) return fail(column, `${value} is not between ${low} and ${high}`);
  return type.endsWith('64') ? value : Number(value);
}

function parseArray(column: Column, type: ArrayType, text: string): Value {
  const element: Column = { ...column, type: ELEMENT_OF[type], optional: false };
  const cells = text.trim() === '' ? [] : text.trim().split(/\s+/);
  return arrayFrom(
    type,
    cells.map((cell) => parseScalar(element, ELEMENT_OF[type], cell)),
  );
}

const ELEMENT_OF: Record<ArrayType, ScalarType> = {
  Int8Array: 'i8',
  Uint8Array: 'u8',
  Int16Array: 'i16',
  Uint16Array: 'u16',
  Int32Array: 'i32',
  Uint32Array: 'u32',
  BigInt64Array: 'i64',
  BigUint64Array: 'u64',
  Float32Array: 'f32',
  Float64Array: 'f64',
};

function arrayFrom(type: ArrayType, values: readonly Value[]): Value {
  const constructors = {
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
    Float32Array,
    Float64Array,
  };
  return (constructors[type] as unknown as { from(v: readonly Value[]): ArrayBufferView }).from(values);
}

/** How a value stands in a CSV cell; {@link parseValue} reads it back unchanged. */
export function formatValue(value: Value): string {
  if (value === null) return '';
  if (!ArrayBuffer.isView(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Array.from(value as unknown as Iterable<Value>, (element) => formatValue(element)).join(' ');
}

/** Encodes one row; throws ROW_INVALID naming the column. */
export function encodeRow(columns: readonly Column[], values: readonly Value[]): Uint8Array {
  if (values.length !== columns.length)
    throw new KnownError('ROW_INVALID', `the row has ${values.length} of ${columns.length} columns`);
  const parts = columns.map((column, i) => encodeColumn(column, values[i]));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function encodeColumn(column: Column, value: Value): Uint8Array {
  if (column.optional) {
    if (value === null) return Uint8Array.of(0);
    const present = encodePresent(column, value);
    const flagged = new Uint8Array(present.length + 1);
    flagged[0] = 1;
    flagged.set(present, 1);
    return flagged;
  }
  return encodePresent(column, value);
}

function encodePresent(column: Column, value: Value): Uint8Array {
  const { type } = column;
  if (value === null || value === undefined) return fail(column, 'is missing');
  if (type === 'string') {
    if (typeof value !== 'string') return fail(column, 'is not text');
    return prefixed(new TextEncoder().encode(value), 1);
  }
  if (isArray(type)) {
    if (!ArrayBuffer.isView(value) || kindOf(value) !== type) return fail(column, `is not a ${type}`);
    return prefixed(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), ELEMENT_BYTES[type]);
  }
  return encodeScalar(column, type, value);
}

/** The typed array that a view is, so that Node's Buffer counts as the Uint8Array it extends. */
const kindOf = (view: ArrayBufferView): string =>
  (view as unknown as { readonly [Symbol.toStringTag]: string })[Symbol.toStringTag];

function prefixed(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const whole = new Uint8Array(4 + bytes.length);
  new DataView(whole.buffer).setUint32(0, bytes.length / elementBytes, true);
  whole.set(bytes, 4);
  return whole;
}

function encodeScalar(column: Column, type: ScalarType, value: Value): Uint8Array {
  const bytes = new Uint8Array(SCALAR_BYTES[type]);
  const view = new DataView(bytes.buffer);
  if (type === 'bool') {
    if (typeof value !== 'boolean') return fail(column, 'is neither true nor false');
    bytes[0] = value ? 1 : 0;
  } else if (type === 'f32' || type === 'f64') {
    if (typeof value !== 'number') return fail(column, 'is not a number');
    if (type === 'f32') view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
  } else {
    if (typeof value !== 'bigint' && !Number.isSafeInteger(value))
      return fail(column, 'is not a whole number');
    const integer = BigInt(value as number | bigint);
    checkInteger(column, type, integer);
    for (let i = 0n; i < bytes.length; i++) bytes[Number(i)] = Number((integer >> (8n * i)) & 0xffn);
  }
  return bytes;
}

/** Decodes one row; throws ROW_INVALID unless the bytes are exactly one well-formed row. */
export function decodeRow(columns: readonly Column[], bytes: Uint8Array): Value[] {
  const cursor = { at: 0 };
  const values = columns.map((column) => decodeColumn(column, bytes, cursor));
  if (cursor.at !== bytes.length)
    throw new KnownError('ROW_INVALID', `the row has ${bytes.length - cursor.at} bytes too many`);
  return values;
}

function take(column: Column, bytes: Uint8Array, cursor: { at: number }, count: number): DataView {
  if (cursor.at + count > bytes.length)
    fail(column, `the row ends ${cursor.at + count - bytes.length} bytes early`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + cursor.at, count);
  cursor.at += count;
  return view;
}

function decodeColumn(column: Column, bytes: Uint8Array, cursor: { at: number }): Value {
  if (column.optional) {
    const flag = take(column, bytes, cursor, 1).getUint8(0);
    if (flag > 1) fail(column, 'its presence byte is neither 0 nor 1');
    if (flag === 0) return null;
  }
  const { type } = column;
  if (isScalar(type)) return decodeScalar(column, type, take(column, bytes, cursor, SCALAR_BYTES[type]));
  const count = take(column, bytes, cursor, 4).getUint32(0, true);
  const body = take(column, bytes, cursor, count * (type === 'string' ? 1 : ELEMENT_BYTES[type]));
  const copy = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength).slice();
  if (type !== 'string') return arrayOver(type, copy.buffer);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(copy);
  } catch {
    return fail(column, 'is not valid UTF-8');
  }
}

function arrayOver(type: ArrayType, buffer: ArrayBuffer): Value {
  const constructors = {
    Int8Array,
    Uint8Array,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    BigInt64Array,
    BigUint64Array,
    Float32Array,
    Float64Array,
  };
  return new constructors[type](buffer);
}

function decodeScalar(column: Column, type: ScalarType, view: DataView): Value {
  switch (type) {
    case 'i8':
      return view.getInt8(0);
    case 'u8':
      return view.getUint8(0);
    case 'i16':
      return view.getInt16(0, true);
    case 'u16':
      return view.getUint16(0, true);
    case 'i32':
      return view.getInt32(0, true);
    case 'u32':
      return view.getUint32(0, true);
    case 'i64':
      return view.getBigInt64(0, true);
    case 'u64':
      return view.getBigUint64(0, true);
    case 'f32':
      return view.getFloat32(0, true);
    case 'f64':
      return view.getFloat64(0, true);
    case 'bool': {
      const byte = view.getUint8(0);
      return byte > 1 ? fail(column, 'is neither 0 nor 1') : byte === 1;
    }
  }
}
