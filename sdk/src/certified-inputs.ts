import {
  axisOf,
  type Certificate,
  type Column,
  decodeTable,
  inputRootOf,
  KnownError,
  rangeRoot,
  rangeRows,
  tableRoot,
} from '@manyhands/protocol';
import type { InputPartShape } from './wire.ts';

/** Throws CERTIFICATE_INVALID unless the parts are, in order, all that the certificate's input root was made of. */
export function checkParts(
  { inputRoot, items }: Pick<Certificate, 'inputRoot' | 'items'>,
  parts: readonly InputPartShape[],
): void {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (count !== items)
    throw new KnownError(
      'CERTIFICATE_INVALID',
      `the inputs have ${count} items, the certificate says ${items}`,
    );
  const found = inputRootOf(parts);
  if (found !== inputRoot)
    throw new KnownError(
      'CERTIFICATE_INVALID',
      `the inputs hash to ${found}, not to the certificate’s ${inputRoot}`,
    );
}

/**
 * The encoded rows of one part, by their place in it; `table` are the bytes of its table where it names one. Throws
 * CERTIFICATE_INVALID where they are not those that its root was made of.
 */
export function rowsOfPart(
  part: InputPartShape,
  columns: readonly Column[],
  table: Uint8Array | null,
): (at: number) => Uint8Array {
  const { root, row } = rootedRows(part, columns, table);
  if (root !== part.root)
    throw new KnownError(
      'CERTIFICATE_INVALID',
      `the rows of input part ${part.part} hash to ${root}, not to ${part.root}`,
    );
  return row;
}

function rootedRows(part: InputPartShape, columns: readonly Column[], table: Uint8Array | null) {
  if (part.range !== undefined) {
    const range = part.range.map(axisOf);
    return { root: rangeRoot(range), row: rangeRows(range, columns).row };
  }
  const bytes = part.rows === undefined ? table : bytesOf(part.rows);
  if (bytes === null)
    throw new KnownError('TABLE_INVALID', `the table of input part ${part.part} is missing`);
  const rows = decodeTable(bytes);
  return { root: tableRoot(rows), row: (at: number) => rows[at] };
}

/** Bytes out of base64, as the coordinator packs them into JSON. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
