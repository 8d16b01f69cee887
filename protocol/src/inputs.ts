/**
 * What a job's items are made of: parts, one after the other, each a stored table or a range of whole numbers. A range has
 * no rows anywhere: they are computed, so that 10^12 items cost what 10 cost.
 */
import { toHex, utf8 } from './bytes.ts';
import { inputLeaf, MerkleAccumulator, sha256 } from './digest.ts';
import { KnownError } from './errors.ts';
import { type Packed, pack } from './items.ts';
import { LIMITS } from './limits.ts';
import { canonicalJson } from './policy.ts';
import { writeU32 } from './results.ts';
import { encodeRow } from './row-codec.ts';
import { type Column, checkInteger, isScalar, SCALAR_BYTES, type ScalarType, type Value } from './schema.ts';

/** Whole numbers from `from` towards `to`, which is left out, in strides of `step` (not 0; negative counts down). */
export interface Axis {
  readonly from: bigint;
  readonly to: bigint;
  readonly step: bigint;
}

/** As it travels and is stored: decimal texts, because JSON numbers are floats. */
export interface AxisText {
  readonly from: string;
  readonly to: string;
  readonly step: string;
}

/** One axis for each input column, in the kernel's order; the last one runs fastest. */
export type Range = readonly Axis[];

/** Where the rows of a part come from: a blob of protocol's table form, or a range. */
export type InputSource =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'range'; readonly range: readonly AxisText[] }
  /** A table in base64, for parts of a few rows. */
  | { readonly kind: 'rows'; readonly rows: string };

/** `count` consecutive items of a job from `first` on, and the root (64 hex digits) over their rows. */
export interface InputPart {
  readonly first: number;
  readonly count: number;
  readonly root: string;
}

export const axisText = ({ from, to, step }: Axis): AxisText => ({
  from: String(from),
  to: String(to),
  step: String(step),
});

const INTEGER = /^-?\d{1,20}$/;

/** An axis as somebody wrote it; throws TABLE_INVALID. */
export function axisOf(text: { from: string; to: string; step?: string }): Axis {
  const { from, to, step = '1' } = text;
  for (const number of [from, to, step])
    if (!INTEGER.test(number)) throw new KnownError('TABLE_INVALID', `“${number}” is no whole number`);
  return { from: BigInt(from), to: BigInt(to), step: BigInt(step) };
}

/** How many numbers an axis has; 0 where `to` does not lie ahead. */
export function axisLength({ from, to, step }: Axis): bigint {
  if (step === 0n) throw new KnownError('TABLE_INVALID', 'a range with a step of 0 never ends');
  const way = step > 0n ? to - from : from - to;
  const stride = step > 0n ? step : -step;
  return way <= 0n ? 0n : (way + stride - 1n) / stride;
}

/** The columns that may run through a range; a float must show each of its numbers exactly. */
const EXACT: Partial<Record<ScalarType, bigint>> = { f32: 1n << 24n, f64: 1n << 53n };

/** Throws TABLE_INVALID unless each column takes every number of its axis, and the items are neither none nor too many. */
export function checkRange(range: Range, columns: readonly Column[]): number {
  if (range.length !== columns.length)
    throw new KnownError(
      'TABLE_INVALID',
      `the kernel takes ${columns.length} columns, and the range has ${range.length} axes`,
    );
  let items = 1n;
  range.forEach((axis, i) => {
    const length = axisLength(axis);
    if (length === 0n)
      throw new KnownError(
        'TABLE_INVALID',
        `${axis.from} … ${axis.to} has no numbers in steps of ${axis.step}`,
      );
    const last = axis.from + (length - 1n) * axis.step;
    for (const end of [axis.from, last]) checkMember(columns[i], end);
    items *= length;
    if (items > BigInt(LIMITS.itemsPerRange))
      throw new KnownError(
        'TABLE_INVALID',
        `a range may have ${LIMITS.itemsPerRange} items; this one has more`,
      );
  });
  return Number(items);
}

function checkMember(column: Column, value: bigint): void {
  const { type } = column;
  if (!isScalar(type) || type === 'bool')
    throw new KnownError('TABLE_INVALID', `column ${column.name} (${type}) takes no range of numbers`);
  if (!holds(column, type, value))
    throw new KnownError('TABLE_INVALID', `column ${column.name} (${type}) does not hold ${value} exactly`);
}

function holds(column: Column, type: ScalarType, value: bigint): boolean {
  const exact = EXACT[type];
  if (exact !== undefined) return value <= exact && value >= -exact;
  try {
    checkInteger(column, type, value);
    return true;
  } catch {
    return false;
  }
}

const columnValue = (type: ScalarType, value: bigint): Value =>
  type.endsWith('64') && type !== 'f64' ? value : Number(value);

/** Encoded rows by their place, counted from 0. */
export interface ComputedRows {
  row(at: number): Uint8Array;
  /** Consecutive rows, end to end. */
  run(first: number, count: number): Packed;
  /** See InputRows. */
  readonly heldBytes?: number;
}

/** The rows of a range whose columns {@link checkRange} accepted. Holds none of them. */
export function rangeRows(range: Range, columns: readonly Column[]): ComputedRows {
  const only = range.length === 1 && !columns[0].optional ? columns[0].type : null;
  if (only === 'i64' || only === 'u64' || only === 'i32' || only === 'u32')
    return integerRows(range[0], SCALAR_BYTES[only]);
  const row = gridRow(range, columns);
  return { row, run: (first, count) => pack(Array.from({ length: count }, (_, i) => row(first + i))) };
}

function gridRow(range: Range, columns: readonly Column[]): (at: number) => Uint8Array {
  const lengths = range.map(axisLength);
  return (at) => {
    let rest = BigInt(at);
    const values: Value[] = [];
    for (let i = range.length - 1; i >= 0; i--) {
      const { from, step } = range[i];
      values[i] = columnValue(columns[i].type as ScalarType, from + (rest % lengths[i]) * step);
      rest /= lengths[i];
    }
    return encodeRow(columns, values);
  };
}

/** The ordinary case, one integer of 4 or 8 bytes: no object is made for a row. */
function integerRows({ from, step }: Axis, width: number): ComputedRows {
  const exact = { from: Number(from), step: Number(step) };
  const bytesOf = (first: number, count: number): Uint8Array => {
    const bytes = new Uint8Array(width * count);
    const [begin, end] = [exact.from + first * exact.step, exact.from + (first + count) * exact.step];
    const isExact = Number.isSafeInteger(exact.step) && Math.max(Math.abs(begin), Math.abs(end)) < SAFE_ROWS;
    if (isExact) writeNumbers(bytes, width, begin, exact.step);
    else writeIntegers(bytes, width, from + BigInt(first) * step, step);
    return bytes;
  };
  return {
    row: (at) => bytesOf(at, 1),
    run: (first, count) => ({ lengths: sameLengths(count, width), bytes: bytesOf(first, count) }),
  };
}

/** Sums of three numbers below this are exact. */
const SAFE_ROWS = 2 ** 51;
const TWO_32 = 2 ** 32;

/** As {@link writeIntegers}, thirty times as fast. */
function writeNumbers(bytes: Uint8Array, width: number, first: number, step: number): void {
  let value = first;
  for (let at = 0; at < bytes.length; at += width, value += step) {
    writeU32(bytes, at, value | 0);
    if (width === 8) writeU32(bytes, at + 4, Math.floor(value / TWO_32) | 0);
  }
}

function writeIntegers(bytes: Uint8Array, width: number, first: bigint, step: bigint): void {
  let value = first;
  for (let at = 0; at < bytes.length; at += width, value += step)
    for (let i = 0; i < width; i++) bytes[at + i] = Number((value >> BigInt(8 * i)) & 255n);
}

/** Columns of one length, by width: a run of any count is the beginning of one. */
const alike = new Map<number, Uint8Array>();

/** A view, which nobody writes to. */
function sameLengths(count: number, length: number): Uint8Array {
  let column = alike.get(length);
  if (column === undefined || column.length < 4 * count) {
    column = new Uint8Array(Math.max(4 * count, 2 * (column?.length ?? 2_048)));
    for (let at = 0; at < column.length; at += 4) writeU32(column, at, length);
    alike.set(length, column);
  }
  return column.subarray(0, 4 * count);
}

/** The root over a range: the hash of its canonical description, since its rows follow from that and the columns. */
export const rangeRoot = (range: Range): string =>
  toHex(sha256(utf8(`manyhands range ${canonicalJson(range.map(axisText))}`)));

/** The root over the rows of a table; a row is hashed with its place in the table. */
export function tableRoot(rows: Iterable<Uint8Array>): string {
  const tree = new MerkleAccumulator();
  let at = 0;
  for (const row of rows) tree.append(inputLeaf(at++, row));
  return toHex(tree.root());
}

/**
 * A job's input root after one more part: the first part's own root, and from the second on a hash that chains what
 * was there to what is added. So appending costs the same whatever came before.
 */
export function joinedRoot(before: string | null, part: InputPart): string {
  if (before === null) return part.root;
  return toHex(sha256(utf8(`manyhands inputs ${before} ${part.first} ${part.count} ${part.root}`)));
}

/** The input root of a job whose parts are all there, in order. Throws TABLE_INVALID where one does not follow another. */
export function inputRootOf(parts: readonly InputPart[]): string {
  let root: string | null = null;
  let next = 0;
  for (const part of parts) {
    if (part.first !== next)
      throw new KnownError(
        'TABLE_INVALID',
        `a part of the inputs begins at item ${part.first}, not at ${next}`,
      );
    root = joinedRoot(root, part);
    next += part.count;
  }
  return root ?? toHex(new MerkleAccumulator().root());
}
