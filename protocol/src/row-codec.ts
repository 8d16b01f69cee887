/**
 * Rows as bytes. A row is its columns one after the other, little-endian, without padding:
 * scalars in their own width; `bool` one byte, 0 or 1; `string` a u32 byte length and UTF-8;
 * typed arrays a u32 element count and the elements; an optional column one byte (0 absent, 1 present) first.
 */
import { concatBytes, u32Bytes } from './bytes.ts';
import { KnownError } from './errors.ts';
import {
  ARRAY_KINDS,
  type Column,
  checkInteger,
  isArray,
  isScalar,
  refuseValue,
  SCALAR_BYTES,
  type ScalarType,
  type Value,
} from './schema.ts';

/** Encodes one row; throws ROW_INVALID naming the column. */
export function encodeRow(columns: readonly Column[], values: readonly Value[]): Uint8Array {
  if (values.length !== columns.length)
    throw new KnownError('ROW_INVALID', `the row has ${values.length} of ${columns.length} columns`);
  return concatBytes(...columns.map((column, i) => encodeColumn(column, values[i])));
}

function encodeColumn(column: Column, value: Value): Uint8Array {
  if (!column.optional) return encodePresent(column, value);
  return value === null ? Uint8Array.of(0) : concatBytes(Uint8Array.of(1), encodePresent(column, value));
}

function encodePresent(column: Column, value: Value): Uint8Array {
  const { type } = column;
  if (value === null || value === undefined) return refuseValue(column, 'is missing');
  if (type === 'string') {
    if (typeof value !== 'string') return refuseValue(column, 'is not text');
    return prefixed(new TextEncoder().encode(value), 1);
  }
  if (isArray(type)) {
    if (!ArrayBuffer.isView(value) || kindOf(value) !== type) return refuseValue(column, `is not a ${type}`);
    return prefixed(
      new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
      ARRAY_KINDS[type].of.BYTES_PER_ELEMENT,
    );
  }
  return encodeScalar(column, type, value);
}

/** The typed array that a view is, so that Node's Buffer counts as the Uint8Array it extends. */
const kindOf = (view: ArrayBufferView): string =>
  (view as unknown as { readonly [Symbol.toStringTag]: string })[Symbol.toStringTag];

const prefixed = (bytes: Uint8Array, elementBytes: number): Uint8Array =>
  concatBytes(u32Bytes(bytes.length / elementBytes), bytes);

function encodeScalar(column: Column, type: ScalarType, value: Value): Uint8Array {
  const bytes = new Uint8Array(SCALAR_BYTES[type]);
  const view = new DataView(bytes.buffer);
  if (type === 'bool') {
    if (typeof value !== 'boolean') return refuseValue(column, 'is neither true nor false');
    bytes[0] = value ? 1 : 0;
  } else if (type === 'f32' || type === 'f64') {
    if (typeof value !== 'number') return refuseValue(column, 'is not a number');
    if (type === 'f32') view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
  } else {
    if (typeof value !== 'bigint' && !Number.isSafeInteger(value))
      return refuseValue(column, 'is not a whole number');
    const integer = BigInt(value as number | bigint);
    checkInteger(column, type, integer);
    for (let i = 0n; i < bytes.length; i++) bytes[Number(i)] = Number((integer >> (8n * i)) & 0xffn);
  }
  return bytes;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

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
    refuseValue(column, `the row ends ${cursor.at + count - bytes.length} bytes early`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + cursor.at, count);
  cursor.at += count;
  return view;
}

function decodeColumn(column: Column, bytes: Uint8Array, cursor: { at: number }): Value {
  if (column.optional) {
    const flag = take(column, bytes, cursor, 1).getUint8(0);
    if (flag > 1) refuseValue(column, 'its presence byte is neither 0 nor 1');
    if (flag === 0) return null;
  }
  const { type } = column;
  if (isScalar(type)) return decodeScalar(column, type, take(column, bytes, cursor, SCALAR_BYTES[type]));
  const count = take(column, bytes, cursor, 4).getUint32(0, true);
  const body = take(
    column,
    bytes,
    cursor,
    count * (type === 'string' ? 1 : ARRAY_KINDS[type].of.BYTES_PER_ELEMENT),
  );
  const copy = new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength).slice();
  if (type !== 'string') return new ARRAY_KINDS[type].of(copy.buffer);
  try {
    return UTF8.decode(copy);
  } catch {
    return refuseValue(column, 'is not valid UTF-8');
  }
}

/** A scalar at a place of some bytes, which must be long enough; throws ROW_INVALID for a bool that is neither. */
export function decodeScalar(column: Column, type: ScalarType, view: DataView, at = 0): Value {
  switch (type) {
    case 'i8':
      return view.getInt8(at);
    case 'u8':
      return view.getUint8(at);
    case 'i16':
      return view.getInt16(at, true);
    case 'u16':
      return view.getUint16(at, true);
    case 'i32':
      return view.getInt32(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 'i64':
      return view.getBigInt64(at, true);
    case 'u64':
      return view.getBigUint64(at, true);
    case 'f32':
      return view.getFloat32(at, true);
    case 'f64':
      return view.getFloat64(at, true);
    case 'bool': {
      const byte = view.getUint8(at);
      return byte > 1 ? refuseValue(column, 'is neither 0 nor 1') : byte === 1;
    }
  }
}
