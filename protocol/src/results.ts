import { equalBytes } from './bytes.ts';
import { ITEM_STATUS, type ItemResult, type ItemStatus, sha256 } from './digest.ts';
import { KnownError } from './errors.ts';
import { pack, unpack } from './items.ts';

/** The results of consecutive items, as columns. */
export interface ResultColumns {
  /** One byte an item: {@link ITEM_STATUS}. */
  readonly statuses: Uint8Array;
  /** Eight bytes an item, little-endian. */
  readonly fuels: Uint8Array;
  /** Four bytes an item, little-endian. */
  readonly lengths: Uint8Array;
  readonly outputs: Uint8Array;
}

/** Bytes an item has in the columns before its output. */
const ITEM_BYTES = 13;

/**
 * Columns end to end in one piece of memory: u32 count, statuses, fuels, lengths, outputs. One object where four would
 * be, and exactly what {@link answerDigest} hashes.
 */
export class ResultBlock implements ResultColumns {
  readonly bytes: Uint8Array;
  readonly count: number;

  constructor(bytes: Uint8Array, count: number) {
    this.bytes = bytes;
    this.count = count;
  }

  /** Bytes of a block of so many items with so many bytes of output. */
  static size(count: number, outputBytes: number): number {
    return 4 + ITEM_BYTES * count + outputBytes;
  }

  get statuses(): Uint8Array {
    return this.bytes.subarray(4, 4 + this.count);
  }

  get fuels(): Uint8Array {
    return this.bytes.subarray(4 + this.count, 4 + 9 * this.count);
  }

  get lengths(): Uint8Array {
    return this.bytes.subarray(4 + 9 * this.count, 4 + ITEM_BYTES * this.count);
  }

  get outputs(): Uint8Array {
    return this.bytes.subarray(4 + ITEM_BYTES * this.count);
  }
}

export const emptyResults = new ResultBlock(new Uint8Array(4), 0);

/** The columns as one block; the same object where they are one already. */
export function blockOf(columns: ResultColumns): ResultBlock {
  if (columns instanceof ResultBlock) return columns;
  const { statuses, fuels, lengths, outputs } = columns;
  const count = statuses.length;
  const bytes = new Uint8Array(ResultBlock.size(count, outputs.length));
  writeU32(bytes, 0, count);
  bytes.set(statuses, 4);
  bytes.set(fuels, 4 + count);
  bytes.set(lengths, 4 + 9 * count);
  bytes.set(outputs, 4 + ITEM_BYTES * count);
  return new ResultBlock(bytes, count);
}

/**
 * The digest that the audit draw of an answer depends on, 32 bytes: a device cannot choose it without changing its
 * answer. One hash over all columns.
 */
export const answerDigest = (columns: ResultColumns): Uint8Array => sha256(blockOf(columns).bytes);

export const resultsCount = (columns: ResultColumns): number =>
  columns instanceof ResultBlock ? columns.count : columns.statuses.length;

/** One item's result; its output is a view. Throws a RangeError outside the columns. */
export function resultAt(columns: ResultColumns, position: number): ItemResult {
  const { bytes, count } = blockOf(columns);
  if (position < 0 || position >= count) throw new RangeError(`no result at ${position} of ${count}`);
  const start = outputStart(bytes, count, position);
  return {
    status: bytes[4 + position] as ItemStatus,
    fuel: readU64(bytes, 4 + count + 8 * position),
    output: bytes.subarray(start, start + readU32(bytes, 4 + 9 * count + 4 * position)),
  };
}

/** Whether two executions gave the same: status, fuel and output, byte for byte. */
export function sameItem(a: ResultColumns, i: number, b: ResultColumns, j: number): boolean {
  const x = resultAt(a, i);
  const y = resultAt(b, j);
  return x.status === y.status && x.fuel === y.fuel && equalBytes(x.output, y.output);
}

function outputStart(block: Uint8Array, count: number, position: number): number {
  let at = 4 + ITEM_BYTES * count;
  const lengths = 4 + 9 * count;
  for (let i = 0; i < position; i++) at += readU32(block, lengths + 4 * i);
  return at;
}

export function packResults(results: readonly ItemResult[]): ResultColumns {
  const fuels = new Uint8Array(8 * results.length);
  const view = new DataView(fuels.buffer);
  results.forEach((result, i) => {
    view.setBigUint64(8 * i, result.fuel, true);
  });
  const { lengths, bytes } = pack(results.map((result) => result.output));
  const statuses = Uint8Array.from(results, (result) => result.status);
  return { statuses, fuels, lengths, outputs: bytes };
}

/** Throws FRAME_INVALID unless all columns speak of the same items. */
export function unpackResults(columns: ResultColumns): ItemResult[] {
  const { statuses } = columns;
  const outputs = unpack({ lengths: columns.lengths, bytes: columns.outputs });
  const count = statuses.length;
  if (outputs.length !== count || columns.fuels.length !== 8 * count)
    throw new KnownError('FRAME_INVALID', 'the columns of an answer have different lengths');
  const fuels = new DataView(columns.fuels.buffer, columns.fuels.byteOffset, columns.fuels.byteLength);
  return outputs.map((output, i) => {
    const status = statuses[i];
    if (status > ITEM_STATUS.exhausted) throw new KnownError('FRAME_INVALID', `${status} is no item status`);
    return { status: status as ItemStatus, fuel: fuels.getBigUint64(8 * i, true), output };
  });
}

export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

export const readU32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;

const readU64 = (bytes: Uint8Array, at: number): bigint =>
  (BigInt(readU32(bytes, at + 4)) << 32n) | BigInt(readU32(bytes, at));
