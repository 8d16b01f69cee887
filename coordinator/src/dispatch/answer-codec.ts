/** The results of a unit as they are stored: usually little more than the outputs themselves. */
import {
  blockOf,
  ITEM_STATUS,
  ResultBlock,
  type ResultColumns,
  readU32 as wordAt,
  writeU32,
} from '@manyhands/protocol';
import { malformed, PackReader, type PackWriter } from './packing.ts';

/** Set where a column is not as simple as it usually is. */
const STATUSES = 1; // not all are ok: one byte each
const LENGTHS = 2; // not all alike: one number each
const FUELS = 4; // not all alike: the differences
const WIDE = 8; // fuel beyond 2^51: eight bytes each

const TWO_32 = 2 ** 32;
const WIDE_FROM = 2 ** 51;

/** What a unit's results add up to. */
export interface AnswerSums {
  readonly fuel: bigint;
  /** Items that trapped or were exhausted. */
  readonly trapped: number;
}

/** Appends the results of a unit of at least one item, and sums them up. */
export function packAnswer(to: PackWriter, results: ResultColumns): AnswerSums {
  const block = blockOf(results);
  const { memory, count } = block;
  const statuses = block.statusAt(0);
  const fuels = block.fuelAt(0);
  const lengths = block.lengthAt(0);
  const outputs = block.lengthAt(count);
  const trapped = countNonzero(memory, statuses, fuels);
  const highest = highestWord(memory, fuels, lengths);
  const wide = highest * TWO_32 >= WIDE_FROM;
  const flags =
    (trapped > 0 ? STATUSES : 0) +
    (repeats(memory, lengths, outputs, 4) ? 0 : LENGTHS) +
    (wide ? WIDE : repeats(memory, fuels, lengths, 8) ? 0 : FUELS);
  to.byte(flags);
  if (trapped > 0) to.part(memory, statuses, fuels);
  if (flags & LENGTHS) for (let i = lengths; i < outputs; i += 4) to.count(wordAt(memory, i));
  else to.count(wordAt(memory, lengths));
  const fuel = wide
    ? packWide(to, memory, fuels, lengths)
    : packFuels(to, memory, { from: fuels, end: lengths, differ: (flags & FUELS) !== 0 });
  to.part(memory, outputs, block.start + block.size);
  return { fuel, trapped };
}

function packWide(to: PackWriter, memory: Uint8Array, from: number, end: number): bigint {
  to.part(memory, from, end);
  let sum = 0n;
  for (let at = from; at < end; at += 8)
    sum += (BigInt(wordAt(memory, at + 4)) << 32n) + BigInt(wordAt(memory, at));
  return sum;
}

/** Fuels below 2^51: their sum over a unit's items may be a larger number, so it is kept in two parts. */
function packFuels(
  to: PackWriter,
  memory: Uint8Array,
  { from, end, differ }: { readonly from: number; readonly end: number; readonly differ: boolean },
): bigint {
  let last = 0;
  let low = 0;
  let high = 0;
  for (let at = from; at < end; at += 8) {
    const word = wordAt(memory, at + 4);
    low += wordAt(memory, at);
    high += word;
    const fuel = word * TWO_32 + wordAt(memory, at);
    if (at === from) to.count(fuel);
    else if (differ) to.signed(fuel - last);
    last = fuel;
  }
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) + BigInt(low);
}

/** The results of `items` items again, in memory of their own. Throws SEGMENT_INVALID. */
export function unpackAnswer(bytes: Uint8Array, items: number): ResultBlock {
  const from = new PackReader(bytes);
  const flags = from.byte();
  if (flags > 15 || (flags & WIDE && flags & FUELS)) throw malformed('an answer of an unknown kind');
  const statuses = flags & STATUSES ? from.bytes(items) : null;
  if (statuses?.some((status) => status > ITEM_STATUS.exhausted)) throw malformed('an unknown status');
  const head = new Uint8Array(ResultBlock.size(items, 0));
  writeU32(head, 0, items);
  if (statuses !== null) head.set(statuses, 4);
  const total = readLengths(from, head.subarray(4 + 9 * items), (flags & LENGTHS) !== 0);
  const fuels = head.subarray(4 + items, 4 + 9 * items);
  if (flags & WIDE) fuels.set(from.bytes(8 * items));
  else readFuels(from, fuels, (flags & FUELS) !== 0);
  const outputs = from.bytes(total);
  from.end();
  const block = new Uint8Array(head.length + total);
  block.set(head);
  block.set(outputs, head.length);
  return new ResultBlock(block, items);
}

function readLengths(from: PackReader, lengths: Uint8Array, differ: boolean): number {
  let total = 0;
  let length = 0;
  for (let at = 0; at < lengths.length; at += 4) {
    if (differ || at === 0) length = from.count();
    if (length >= TWO_32) throw malformed('an output is too long');
    writeU32(lengths, at, length);
    total += length;
  }
  return total;
}

function readFuels(from: PackReader, fuels: Uint8Array, differ: boolean): void {
  let fuel = 0;
  for (let at = 0; at < fuels.length; at += 8) {
    if (at === 0) fuel = from.count();
    else if (differ) fuel += from.signed();
    if (fuel < 0 || fuel >= WIDE_FROM) throw malformed('a fuel that cannot be');
    writeU32(fuels, at, fuel % TWO_32);
    writeU32(fuels, at + 4, Math.floor(fuel / TWO_32));
  }
}

function countNonzero(bytes: Uint8Array, from: number, end: number): number {
  let count = 0;
  for (let i = from; i < end; i++) if (bytes[i] !== 0) count++;
  return count;
}

/** The largest upper half of the numbers in a column of u64. */
function highestWord(bytes: Uint8Array, from: number, end: number): number {
  let highest = 0;
  for (let at = from + 4; at < end; at += 8) {
    const word = wordAt(bytes, at);
    if (word > highest) highest = word;
  }
  return highest;
}

/** Whether all entries of `width` bytes are alike. */
function repeats(bytes: Uint8Array, from: number, end: number, width: number): boolean {
  for (let at = from + width; at < end; at++) if (bytes[at] !== bytes[at - width]) return false;
  return true;
}
