/**
 * Results on their way to a researcher, packed: frames end to end, each some consecutive items as columns. A frame is,
 * little-endian, u32 bytes that follow, u32 standing (0 final, 1 provisional), u32 attempt, u64 first item, and a
 * {@link ResultBlock}.
 */

import { ITEM_STATUS } from './digest.ts';
import { KnownError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { ResultBlock, readU32, writeU32 } from './results.ts';

/** Consecutive items with their results. */
export interface ResultFrame {
  /** A provisional result may be refuted and computed again. */
  readonly standing: 'final' | 'provisional';
  /** Of the unit, counted from 0, where the result is provisional: a later one replaces what came before. */
  readonly attempt: number;
  /** Index of the first item. */
  readonly first: number;
  readonly block: ResultBlock;
}

/** Some items of a block, from place `from` to before `end`. */
export interface BlockPart {
  readonly block: ResultBlock;
  readonly from: number;
  readonly end: number;
}

const HEAD = 4;
const BLOCK_AT = HEAD + 16;
/** What a frame may have: many times what a coordinator puts into one. */
const MOST_BYTES = 4 * (LIMITS.assignmentBytes + 16 * LIMITS.itemsPerAssignment);
const TWO_32 = 2 ** 32;

/** One frame of parts whose items follow each other. */
export function encodeResultFrame(
  { standing, attempt, first }: Omit<ResultFrame, 'block'>,
  parts: readonly BlockPart[],
): Uint8Array {
  let [count, outputBytes] = [0, 0];
  for (const { block, from, end } of parts) {
    count += end - from;
    outputBytes += block.outputAt(end) - block.outputAt(from);
  }
  const size = BLOCK_AT + ResultBlock.size(count, outputBytes);
  const bytes = new Uint8Array(size);
  writeU32(bytes, 0, size - HEAD);
  writeU32(bytes, 4, standing === 'final' ? 0 : 1);
  writeU32(bytes, 8, attempt);
  writeU32(bytes, 12, first % TWO_32);
  writeU32(bytes, 16, Math.floor(first / TWO_32));
  writeU32(bytes, BLOCK_AT, count);
  fill(new ResultBlock(bytes, count, BLOCK_AT), parts);
  return bytes;
}

function fill(whole: ResultBlock, parts: readonly BlockPart[]): void {
  let place = 0;
  let output = whole.lengthAt(whole.count);
  for (const { block, from, end } of parts) {
    const copy = (start: number, stop: number, to: number): void =>
      whole.memory.set(block.memory.subarray(start, stop), to);
    copy(block.statusAt(from), block.statusAt(end), whole.statusAt(place));
    copy(block.fuelAt(from), block.fuelAt(end), whole.fuelAt(place));
    copy(block.lengthAt(from), block.lengthAt(end), whole.lengthAt(place));
    const [start, stop] = [block.outputAt(from), block.outputAt(end)];
    copy(start, stop, output);
    output += stop - start;
    place += end - from;
  }
}

/** Puts frames together from pieces, however they were cut. */
export class ResultFrames {
  #pieces: Uint8Array[] = [];
  #held = 0;
  /** Bytes until the present frame is whole; 0: not even its size is here. */
  #wanted = 0;

  /** Adds bytes; gives the frames that are whole now. Throws FRAME_INVALID or FRAME_TOO_LARGE. */
  push(piece: Uint8Array): ResultFrame[] {
    this.#pieces.push(piece);
    this.#held += piece.length;
    if (this.#held < Math.max(HEAD, this.#wanted)) return [];
    const bytes = this.#pieces.length === 1 ? piece : joined(this.#pieces, this.#held);
    const frames: ResultFrame[] = [];
    let at = 0;
    for (;;) {
      this.#wanted = bytes.length - at < HEAD ? 0 : HEAD + sizeOf(bytes, at);
      if (this.#wanted === 0 || bytes.length - at < this.#wanted) break;
      frames.push(frameOf(bytes.subarray(at, at + this.#wanted)));
      at += this.#wanted;
    }
    this.#pieces = at === bytes.length ? [] : [bytes.subarray(at)];
    this.#held = bytes.length - at;
    return frames;
  }

  /** Whether nothing of a frame is left over. */
  get isWhole(): boolean {
    return this.#held === 0;
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function sizeOf(bytes: Uint8Array, at: number): number {
  const size = readU32(bytes, at);
  if (size > MOST_BYTES)
    throw new KnownError(
      'FRAME_TOO_LARGE',
      `a frame of results has ${size} bytes; ${MOST_BYTES} are the most`,
    );
  return size;
}

function frameOf(bytes: Uint8Array): ResultFrame {
  if (bytes.length < BLOCK_AT + 4) throw invalid('it is too short');
  const standing = readU32(bytes, 4);
  if (standing > 1) throw invalid(`${standing} is no standing`);
  return {
    standing: standing === 0 ? 'final' : 'provisional',
    attempt: readU32(bytes, 8),
    first: readU32(bytes, 12) + TWO_32 * readU32(bytes, 16),
    block: checkedBlock(bytes, BLOCK_AT),
  };
}

/** Columns of one length each, whose lengths come to the outputs. */
function checkedBlock(memory: Uint8Array, start: number): ResultBlock {
  const count = readU32(memory, start);
  const block = new ResultBlock(memory, count, start);
  const outputs = block.lengthAt(count);
  if (outputs > memory.length) throw invalid('its columns end early');
  let end = outputs;
  for (let at = block.lengthAt(0); at < outputs; at += 4) end += readU32(memory, at);
  if (end !== memory.length) throw invalid('its lengths do not fit its outputs');
  for (let at = block.statusAt(0); at < block.fuelAt(0); at++)
    if (memory[at] > ITEM_STATUS.exhausted) throw invalid(`${memory[at]} is no item status`);
  return block;
}

const invalid = (why: string): KnownError =>
  new KnownError('FRAME_INVALID', `a frame of results cannot be read: ${why}`);
