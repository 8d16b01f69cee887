import { u32Bytes } from './bytes.ts';
import { ITEM_STATUS, type ItemResult, type ItemStatus } from './digest.ts';
import { KnownError } from './errors.ts';

/** Byte strings laid end to end, with their lengths in a column of little-endian u32. */
export interface Packed {
  readonly lengths: Uint8Array;
  readonly bytes: Uint8Array;
}

export function pack(parts: readonly Uint8Array[]): Packed {
  const lengths = new Uint8Array(4 * parts.length);
  const view = new DataView(lengths.buffer);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  parts.forEach((part, i) => {
    view.setUint32(4 * i, part.length, true);
    bytes.set(part, at);
    at += part.length;
  });
  return { lengths, bytes };
}

/** The parts again, as views; throws FRAME_INVALID where lengths and bytes disagree. */
export function unpack(packed: Packed): Uint8Array[] {
  const { lengths, bytes } = packed;
  if (lengths.length % 4 !== 0) throw new KnownError('FRAME_INVALID', 'a column of lengths is cut short');
  const view = new DataView(lengths.buffer, lengths.byteOffset, lengths.byteLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < lengths.length; i += 4) {
    const end = at + view.getUint32(i, true);
    if (end > bytes.length) throw new KnownError('FRAME_INVALID', 'lengths exceed the bytes that follow');
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (at !== bytes.length) throw new KnownError('FRAME_INVALID', 'bytes are left over after the last length');
  return parts;
}

/** The results of consecutive items, as columns. */
export interface ResultColumns {
  /** One byte an item: {@link ITEM_STATUS}. */
  readonly statuses: Uint8Array;
  /** Eight bytes an item, little-endian. */
  readonly fuels: Uint8Array;
  readonly lengths: Uint8Array;
  readonly outputs: Uint8Array;
}

export function packResults(results: readonly ItemResult[]): ResultColumns {
  const fuels = new Uint8Array(8 * results.length);
  const view = new DataView(fuels.buffer);
  results.forEach((result, i) => {
    view.setBigUint64(8 * i, result.fuel, true);
  });
  const { lengths, bytes } = pack(results.map((result) => result.output));
  return { statuses: Uint8Array.from(results, (result) => result.status), fuels, lengths, outputs: bytes };
}

/** Throws FRAME_INVALID unless all columns speak of the same items. */
export function unpackResults(columns: ResultColumns): ItemResult[] {
  const outputs = unpack({ lengths: columns.lengths, bytes: columns.outputs });
  const count = columns.statuses.length;
  if (outputs.length !== count || columns.fuels.length !== 8 * count)
    throw new KnownError('FRAME_INVALID', 'the columns of an answer have different lengths');
  const fuels = new DataView(columns.fuels.buffer, columns.fuels.byteOffset, columns.fuels.byteLength);
  return outputs.map((output, i) => {
    const status = columns.statuses[i];
    if (status > ITEM_STATUS.exhausted) throw new KnownError('FRAME_INVALID', `${status} is no item status`);
    return { status: status as ItemStatus, fuel: fuels.getBigUint64(8 * i, true), output };
  });
}

const TABLE_MAGIC = 0x3149484d; // “MHI1”, little-endian

/**
 * A job's inputs as immutable bytes: magic, item count, the lengths (u32 each), then the encoded rows end to end.
 * Named by its hash like every blob.
 */
export function encodeTable(rows: readonly Uint8Array[]): Uint8Array {
  const { lengths, bytes } = pack(rows);
  const whole = new Uint8Array(8 + lengths.length + bytes.length);
  whole.set(u32Bytes(TABLE_MAGIC), 0);
  whole.set(u32Bytes(rows.length), 4);
  whole.set(lengths, 8);
  whole.set(bytes, 8 + lengths.length);
  return whole;
}

/** The rows as views; throws TABLE_INVALID on a malformed or truncated table. */
export function decodeTable(table: Uint8Array): Uint8Array[] {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  if (table.length < 8 || view.getUint32(0, true) !== TABLE_MAGIC)
    throw new KnownError('TABLE_INVALID', 'this is not a table of items; encode it with the SDK or CLI');
  const count = view.getUint32(4, true);
  const start = 8 + 4 * count;
  if (start > table.length) throw new KnownError('TABLE_INVALID', `the table of ${count} items is truncated`);
  try {
    return unpack({ lengths: table.subarray(8, start), bytes: table.subarray(start) });
  } catch (cause) {
    throw new KnownError('TABLE_INVALID', `the table of ${count} items is truncated or has bytes left over`, {
      cause,
    });
  }
}
