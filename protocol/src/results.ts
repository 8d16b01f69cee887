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

const UNKNOWN = -1;
const UNEVEN = -2;

/**
 * Columns end to end in one piece of memory, which other blocks may share: u32 count, statuses, fuels, lengths, outputs.
 * One object where four would be, and exactly what {@link answerDigest} hashes. Views are made where they are asked for:
 * one that is kept for each of many blocks would take more memory than most blocks do.
 */
export class ResultBlock implements ResultColumns {
  readonly count: number;
  readonly memory: Uint8Array;
  /** Where it begins in its memory, and its length. */
  readonly start: number;
  readonly size: number;
  /** Bytes of every output where all have as many; UNEVEN where not; UNKNOWN until somebody asks. */
  #stride = UNKNOWN;
  /** Where each output begins, as soon as somebody asks for one of uneven ones. */
  #starts: Uint32Array | null = null;

  constructor(memory: Uint8Array, count: number, start = 0, size = memory.length - start) {
    this.memory = memory;
    this.count = count;
    this.start = start;
    this.size = size;
  }

  /** Bytes of a block of so many items with so many bytes of output. */
  static size(count: number, outputBytes: number): number {
    return 4 + ITEM_BYTES * count + outputBytes;
  }

  /** Where in its memory an item's status stands. */
  statusAt(position: number): number {
    return this.start + 4 + position;
  }

  /** Where the eight bytes of an item's fuel stand. */
  fuelAt(position: number): number {
    return this.start + 4 + this.count + 8 * position;
  }

  /** Where the four bytes of an output's length stand. */
  lengthAt(position: number): number {
    return this.start + 4 + 9 * this.count + 4 * position;
  }

  /** Where an item's output begins; of the first item that was not, where the block ends. */
  outputAt(position: number): number {
    if (this.#stride === UNKNOWN) this.#stride = strideOf(this);
    const outputs = this.lengthAt(this.count);
    if (this.#stride !== UNEVEN) return outputs + position * this.#stride;
    this.#starts ??= startsOf(this);
    return outputs + this.#starts[position];
  }

  /** All of it. */
  get bytes(): Uint8Array {
    return this.memory.subarray(this.start, this.start + this.size);
  }

  get statuses(): Uint8Array {
    return this.memory.subarray(this.statusAt(0), this.fuelAt(0));
  }

  get fuels(): Uint8Array {
    return this.memory.subarray(this.fuelAt(0), this.lengthAt(0));
  }

  get lengths(): Uint8Array {
    return this.memory.subarray(this.lengthAt(0), this.lengthAt(this.count));
  }

  get outputs(): Uint8Array {
    return this.memory.subarray(this.lengthAt(this.count), this.start + this.size);
  }
}

/** Bytes of each output, or UNEVEN. */
function strideOf(block: ResultBlock): number {
  if (block.count === 0) return 0;
  const { memory } = block;
  const first = readU32(memory, block.lengthAt(0));
  const end = block.lengthAt(block.count);
  for (let at = block.lengthAt(1); at < end; at += 4) if (readU32(memory, at) !== first) return UNEVEN;
  return first;
}

/** Where each output begins, and where the last one ends, from the first one's beginning. */
function startsOf(block: ResultBlock): Uint32Array {
  const starts = new Uint32Array(block.count + 1);
  for (let i = 0; i < block.count; i++) starts[i + 1] = starts[i] + readU32(block.memory, block.lengthAt(i));
  return starts;
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
  const block = blockOf(columns);
  const { memory, count } = block;
  if (position < 0 || position >= count) throw new RangeError(`no result at ${position} of ${count}`);
  const start = block.outputAt(position);
  return {
    status: memory[block.statusAt(position)] as ItemStatus,
    fuel: readU64(memory, block.fuelAt(position)),
    output: memory.subarray(start, start + readU32(memory, block.lengthAt(position))),
  };
}

/** Whether two executions gave the same: status, fuel and output, byte for byte. */
export function sameItem(a: ResultColumns, i: number, b: ResultColumns, j: number): boolean {
  const x = resultAt(a, i);
  const y = resultAt(b, j);
  return x.status === y.status && x.fuel === y.fuel && equalBytes(x.output, y.output);
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
