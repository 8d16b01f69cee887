/** Inputs whose items are whole files: bytes, or text as it stands. */
import {
  type Column,
  encodeRowAt,
  KnownError,
  LIMITS,
  type Place,
  refuseRow,
  type Value,
} from '@manyhands/protocol';
import type { NamedFile } from './inputs.ts';

const NAMES = /^(name|file|filename|path)$/i;

/** One row for each file. Throws TABLE_INVALID where the kernel's columns take none, ROW_INVALID naming a file. */
export async function* fileRows(
  files: Iterable<NamedFile> | AsyncIterable<NamedFile>,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array[]> {
  const rowOf = wholeRows(columns);
  let row = 0;
  for await (const file of files) yield [rowOf({ row: ++row }, file)];
}

/** How a file becomes a row of these columns: one takes the content, and a text column of such a name the name. */
export function wholeRows(columns: readonly Column[]): (place: Place, file: NamedFile) => Uint8Array {
  const naming = columns.filter(({ name, type }) => type === 'string' && NAMES.test(name));
  const holding = columns.filter(
    (column) => (column.type === 'string' || column.type === 'Uint8Array') && !naming.includes(column),
  );
  const stray = columns.filter((column) => ![...naming, ...holding].includes(column) && !column.optional);
  if (holding.length !== 1 || naming.length > 1 || stray.length > 0)
    throw new KnownError(
      'TABLE_INVALID',
      `whole files need a kernel of one text or Uint8Array column, and perhaps a text column “name”; this one has ` +
        columns.map(({ name, type }) => `“${name}” (${type})`).join(', '),
    );
  const [content] = holding;
  return (place, { name, bytes }) => {
    // Said before the file is copied about.
    if (bytes.length > LIMITS.rowBytes)
      refuseRow(
        place,
        `“${name}” has ${bytes.length} bytes; an item may have ${LIMITS.rowBytes}: cut it into records`,
      );
    const value: Value = content.type === 'string' ? textIn(place, name, bytes) : bytes;
    return encodeRowAt(
      place,
      columns,
      columns.map((column) => (column === content ? value : naming.includes(column) ? name : null)),
    );
  };
}

function textIn(place: Place, name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    return refuseRow(place, `“${name}” is no UTF-8 text; a kernel takes other bytes as Uint8Array`, cause);
  }
}
