import {
  ARRAYS,
  type Column,
  encodeRow,
  isKnownError,
  isScalar,
  KnownError,
  LIMITS,
  parseValue,
  type Value,
} from '@manyhands/protocol';

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

/**
 * For each column of the kernel the position of its cell, −1 where an optional one is absent.
 * Names match exactly or, where none does, whatever their case. Throws TABLE_INVALID naming what is missing.
 */
export function matchHeader(columns: readonly Column[], header: readonly string[]): number[] {
  const lower = header.map((name) => name.trim().toLowerCase());
  const positions = columns.map((column) => {
    const exact = header.indexOf(column.name);
    return exact >= 0 ? exact : lower.indexOf(column.name.toLowerCase());
  });
  const missing = columns.filter((column, i) => positions[i] < 0 && !column.optional);
  if (missing.length > 0)
    throw new KnownError(
      'TABLE_INVALID',
      `the kernel needs ${missing.map((column) => `“${column.name}” (${column.type})`).join(', ')}, but the table's ` +
        `header has ${header.map((name) => `“${name.slice(0, 40)}”`).join(', ') || 'no columns'}`,
    );
  return positions;
}

/** One encoded input row; throws ROW_INVALID naming row and column. */
export function encodeAt(place: Place, columns: readonly Column[], values: readonly Value[]): Uint8Array {
  const bytes = naming(place, () => encodeRow(columns, values));
  if (bytes.length > LIMITS.rowBytes)
    refuseRow(place, `has ${bytes.length} bytes encoded; at most ${LIMITS.rowBytes} are allowed`);
  return bytes;
}

/**
 * {@link parseValue} of a text cell. An absent cell of an optional column is null; an empty text or array that was
 * written as `""` is not, so that every value has one form and results can be hashed again from their CSV.
 */
export function cellValue(place: Place, column: Column, cell: string | null): Value {
  if (cell === null && column.optional) return null;
  const present = isScalar(column.type) ? column : { ...column, optional: false };
  return naming(place, () => parseValue(present, cell ?? ''));
}

function naming<T>(place: Place, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    return refuseRow(place, isKnownError(error) ? error.message : String(error), error);
  }
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
    return naming(place, () => parseValue({ ...column, optional: false }, json.map(String).join(' ')));
  if (typeof json === 'object') return refuseRow(place, `column ${column.name} is no ${column.type}`);
  if (typeof json === 'number' && Number.isInteger(json) && !Number.isSafeInteger(json) && !isFloat(column))
    return refuseRow(place, `column ${column.name}: write whole numbers beyond 2^53 as strings`);
  return naming(place, () => parseValue(column, Object.is(json, -0) ? '-0' : String(json)));
}

const isFloat = (column: Column): boolean => column.type === 'f32' || column.type === 'f64';
