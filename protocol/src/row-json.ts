/** Rows as JSON: objects by column name, or arrays in the kernel's order. */
import { isKnownError, KnownError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { encodeRow } from './row-codec.ts';
import { ARRAYS, type Column, type Value } from './schema.ts';
import { parseValue } from './values.ts';

/** Where a row stands in its file, for messages: `row 17 (line 18)`. Rows and lines count from 1. */
export interface Place {
  readonly row: number;
  readonly line?: number;
}

const placeName = ({ row, line }: Place): string =>
  `row ${row}${line === undefined ? '' : ` (line ${line})`}`;

/** Refuses a row that cannot be read as one at all. */
export function refuseRow(place: Place, why: string, cause?: unknown): never {
  throw new KnownError('ROW_INVALID', `${placeName(place)}: ${why}`, { cause, details: { ...place } });
}

/** What `parse` gives; what it throws becomes a ROW_INVALID that names the place. */
export function namingRow<T>(place: Place, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    return refuseRow(place, isKnownError(error) ? error.message : String(error), error);
  }
}

/** One encoded input row; throws ROW_INVALID naming row and column. */
export function encodeRowAt(place: Place, columns: readonly Column[], values: readonly Value[]): Uint8Array {
  const bytes = namingRow(place, () => encodeRow(columns, values));
  if (bytes.length > LIMITS.rowBytes)
    refuseRow(place, `has ${bytes.length} bytes encoded; at most ${LIMITS.rowBytes} are allowed`);
  return bytes;
}

/** A value as it stands in JSON: integers of 64 bits, NaN and infinities may be strings, arrays are arrays. */
export function jsonValue(place: Place, column: Column, json: unknown): Value {
  if (json === undefined || json === null) {
    if (column.optional) return null;
    return refuseRow(place, `column ${column.name} (${column.type}) is missing`);
  }
  if (column.type === 'string')
    return typeof json === 'string' ? json : refuseRow(place, `column ${column.name} is not text`);
  if (Array.isArray(json) && (ARRAYS as readonly string[]).includes(column.type))
    return namingRow(place, () => parseValue({ ...column, optional: false }, json.map(String).join(' ')));
  if (typeof json === 'object') return refuseRow(place, `column ${column.name} is no ${column.type}`);
  if (typeof json === 'number' && Number.isInteger(json) && !Number.isSafeInteger(json) && !isFloat(column))
    return refuseRow(place, `column ${column.name}: write whole numbers beyond 2^53 as strings`);
  return namingRow(place, () => parseValue(column, Object.is(json, -0) ? '-0' : String(json)));
}

const isFloat = (column: Column): boolean => column.type === 'f32' || column.type === 'f64';

/** One row from an object or array; throws ROW_INVALID. */
export function rowFromJson(place: Place, columns: readonly Column[], json: unknown): Uint8Array {
  if (json === null || typeof json !== 'object') return refuseRow(place, 'is neither an object nor an array');
  const cells = Array.isArray(json)
    ? (json as unknown[])
    : columns.map((column) => (json as Record<string, unknown>)[column.name]);
  if (cells.length !== columns.length)
    return refuseRow(place, `has ${cells.length} of ${columns.length} columns`);
  return encodeRowAt(
    place,
    columns,
    columns.map((column, i) => jsonValue(place, column, cells[i])),
  );
}
