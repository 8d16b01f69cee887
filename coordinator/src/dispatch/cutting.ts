/** Cuts the columns of an answer into its units and audits, checking everything on the way. */
import {
  ITEM_STATUS,
  type ItemResult,
  type ItemStatus,
  KnownError,
  LIMITS,
  ResultBlock,
  type ResultColumns,
  readU32,
  writeU32,
} from '@manyhands/protocol';
import { copy } from './copying.ts';
import type { AuditPart } from './state.ts';

/** An answer whose columns were found to be what an execution can give. */
export interface CheckedAnswer {
  readonly columns: ResultColumns;
  readonly count: number;
  /** Where each item's output begins, and where the last one ends. */
  readonly starts: Uint32Array;
  /** Of all items, for the pace of the device only. */
  readonly fuel: number;
}

const refuse = (message: string): never => {
  throw new KnownError('FRAME_INVALID', message);
};

const TWO_32 = 2 ** 32;

/** Eight bytes as a number. Without the product small ones stay integers, of which V8 makes no objects. */
function readU64(bytes: Uint8Array, at: number): number {
  const high = readU32(bytes, at + 4);
  const low = readU32(bytes, at);
  return high === 0 ? low : low + TWO_32 * high;
}

/** Throws FRAME_INVALID on columns that do not fit together, and on results that no execution of this job can give [SE1]. */
export function checkAnswer(columns: ResultColumns, most: number, fuelCap: number): CheckedAnswer {
  const { statuses, fuels, lengths, outputs } = columns;
  const count = statuses.length;
  if (count === 0 || count > most) refuse(`an answer to ${most} items cannot have ${count}`);
  if (fuels.length !== 8 * count || lengths.length !== 4 * count)
    refuse('the columns of an answer have different lengths');
  const starts = new Uint32Array(count + 1);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const used = readU64(fuels, 8 * i);
    const length = readU32(lengths, 4 * i);
    if (statuses[i] > ITEM_STATUS.exhausted) refuse(`${statuses[i]} is no item status`);
    if (used > fuelCap) refuse(`fuel of ${used} exceeds the cap of ${fuelCap}`);
    if (statuses[i] !== ITEM_STATUS.ok && (used !== fuelCap || length > 0))
      refuse('a trapped or exhausted item is charged its cap and has no output');
    if (length > LIMITS.outputBytes) refuse(`an output of ${length} bytes exceeds ${LIMITS.outputBytes}`);
    const end = starts[i] + length;
    if (end > outputs.length) refuse('lengths exceed the bytes that follow');
    starts[i + 1] = end;
    total += used;
  }
  if (starts[count] !== outputs.length) refuse('bytes are left over after the last length');
  return { columns, count, starts, fuel: total };
}

/** The result at one place of an answer; its output is a view. */
export function itemAt({ columns, starts }: CheckedAnswer, at: number): ItemResult {
  const { statuses, fuels, outputs } = columns;
  return {
    status: statuses[at] as ItemStatus,
    fuel: BigInt(readU64(fuels, 8 * at)),
    output: outputs.subarray(starts[at], starts[at + 1]),
  };
}

/** Fuel of the result at one place of an answer. */
export const fuelAt = ({ columns: { fuels } }: CheckedAnswer, at: number): number => readU64(fuels, 8 * at);

/** Whether the item at `position` of a unit and the one at `at` of an answer gave the same, byte for byte; told in place. */
export function isSameAt(
  block: ResultBlock,
  position: number,
  { columns, starts }: CheckedAnswer,
  at: number,
): boolean {
  const { memory } = block;
  const length = starts[at + 1] - starts[at];
  return (
    memory[block.statusAt(position)] === columns.statuses[at] &&
    readU32(memory, block.lengthAt(position)) === length &&
    isSame(memory, block.fuelAt(position), columns.fuels, 8 * at, 8) &&
    isSame(memory, block.outputAt(position), columns.outputs, starts[at], length)
  );
}

function isSame(a: Uint8Array, i: number, b: Uint8Array, j: number, length: number): boolean {
  for (let k = 0; k < length; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}

export interface Cut {
  readonly block: ResultBlock;
  readonly fuel: number;
  readonly trapped: number;
}

/** Walks over the work of an answer, unit by unit, and leaves the audits between its items out. */
export class Cutter {
  readonly #answer: CheckedAnswer;
  readonly #audits: readonly AuditPart[];
  /** One piece of memory for all blocks of the answer. */
  readonly #memory: Uint8Array;
  /** From and to of each run of the unit that is cut out. */
  readonly #found: number[] = [];
  #used = 0;
  #flat = 0;
  #audit = 0;

  constructor(answer: CheckedAnswer, audits: readonly AuditPart[], units: number) {
    this.#answer = answer;
    this.#audits = audits;
    const { count, columns } = answer;
    this.#memory = new Uint8Array(4 * units + ResultBlock.size(count, columns.outputs.length));
  }

  /** How many of the next `items` work items are answered; they are passed over. `keep` of them become a block. */
  next(items: number, keep: number): Cut | null {
    const pieces = this.#pieces(items, keep);
    let [count, bytes] = [0, 0];
    const { starts } = this.#answer;
    for (let i = 0; i < pieces.length; i += 2) {
      count += pieces[i + 1] - pieces[i];
      bytes += starts[pieces[i + 1]] - starts[pieces[i]];
    }
    return count === 0 ? null : this.#block(pieces, count, bytes);
  }

  /** From and to of each run without an audit in it. */
  #pieces(items: number, keep: number): number[] {
    const pieces = this.#found;
    pieces.length = 0;
    let left = items;
    let wanted = keep;
    while (left > 0) {
      while (this.#audit < this.#audits.length && this.#audits[this.#audit].at === this.#flat) {
        this.#audit++;
        this.#flat++;
      }
      const end = this.#audit < this.#audits.length ? this.#audits[this.#audit].at : Number.POSITIVE_INFINITY;
      const run = Math.min(left, end - this.#flat);
      const stop = Math.min(this.#flat + Math.min(run, wanted), this.#answer.count);
      if (stop > this.#flat) {
        pieces.push(this.#flat, stop);
        wanted -= stop - this.#flat;
      }
      this.#flat += run;
      left -= run;
    }
    return pieces;
  }

  #block(pieces: readonly number[], count: number, outputBytes: number): Cut {
    const memory = this.#memory;
    const base = this.#used;
    this.#used += ResultBlock.size(count, outputBytes);
    const { columns, starts } = this.#answer;
    writeU32(memory, base, count);
    let status = base + 4;
    let fuel = status + count;
    let length = fuel + 8 * count;
    let output = length + 4 * count;
    let [sum, trapped] = [0, 0];
    for (let piece = 0; piece < pieces.length; piece += 2) {
      const from = pieces[piece];
      const to = pieces[piece + 1];
      for (let i = from; i < to; i++) {
        memory[status++] = columns.statuses[i];
        if (columns.statuses[i] !== ITEM_STATUS.ok) trapped++;
        sum += readU64(columns.fuels, 8 * i);
      }
      fuel = copy(memory, fuel, columns.fuels, 8 * from, 8 * to);
      length = copy(memory, length, columns.lengths, 4 * from, 4 * to);
      output = copy(memory, output, columns.outputs, starts[from], starts[to]);
    }
    return { block: new ResultBlock(memory, count, base, this.#used - base), fuel: sum, trapped };
  }
}
