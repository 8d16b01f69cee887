import {
  type Column,
  isScalar,
  KnownError,
  namingRow,
  type Place,
  parseValue,
  type Value,
} from '@manyhands/protocol';

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

/**
 * {@link parseValue} of a text cell. An absent cell of an optional column is null; an empty text or array that was
 * written as `""` is not, so that every value has one form and results can be hashed again from their CSV.
 */
export function cellValue(place: Place, column: Column, cell: string | null): Value {
  if (cell === null && column.optional) return null;
  const present = isScalar(column.type) ? column : { ...column, optional: false };
  return namingRow(place, () => parseValue(present, cell ?? ''));
}
