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
    const exact = onlyPlace(header, column.name);
    return exact >= 0 ? exact : onlyPlace(lower, column.name.toLowerCase());
  });
  const missing = columns.filter((column, i) => positions[i] < 0 && !column.optional);
  if (missing.length > 0)
    throw new KnownError(
      'TABLE_INVALID',
      `the kernel needs ${missing.map((column) => `“${column.name}” (${column.type})`).join(', ')}, but the table's ` +
        `header has ${named(header)}`,
    );
  return positions;
}

/** Where a name stands, or −1; which of two is meant nobody can say. */
function onlyPlace(header: readonly string[], name: string): number {
  const at = header.indexOf(name);
  if (at >= 0 && header.indexOf(name, at + 1) >= 0)
    throw new KnownError(
      'TABLE_INVALID',
      `the table's header has “${name}” twice: rename one of the two columns`,
    );
  return at;
}

/** How many names of a header are shown at most. */
const SHOWN = 12;

const named = (header: readonly string[]): string => {
  const shown = header.slice(0, SHOWN).map((name) => `“${name.slice(0, 40)}”`);
  const more = header.length > SHOWN ? [`${header.length - SHOWN} more`] : [];
  return [...shown, ...more].join(', ') || 'no columns';
};

/**
 * {@link parseValue} of a text cell. An absent cell of an optional column is null; an empty text or array that was
 * written as `""` is not, so that every value has one form and results can be hashed again from their CSV.
 */
export function cellValue(place: Place, column: Column, cell: string | null): Value {
  if (cell === null && column.optional) return null;
  const present = isScalar(column.type) ? column : { ...column, optional: false };
  return namingRow(place, () => parseValue(present, cell ?? ''));
}
