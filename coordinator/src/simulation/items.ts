/**
 * The simulated kernel: what it gives is a pure function of the item's index, and so is what liars say instead.
 * Outputs are four bytes, so that millions of items cost little.
 */
import {
  type AnswerFrame,
  type AssignFrame,
  ITEM_STATUS,
  type ItemResult,
  type ResultColumns,
} from '@manyhands/protocol';
import { SAYS } from './strategies.ts';

export const ITEM_FUEL_CAP = 1_000_000n;
/** Every so many items the kernel traps: such items are charged their cap and have no output. */
const TRAPS_EVERY = 97;

export const inputOf = (index: number): Uint8Array => {
  const input = new Uint8Array(4);
  new DataView(input.buffer).setUint32(0, index, true);
  return input;
};

export const indexOf = (input: Uint8Array): number =>
  (input[0] | (input[1] << 8) | (input[2] << 16) | (input[3] << 24)) >>> 0;

/** The items of an assignment, audits mixed in. */
export function itemsOf({ inputs, lengths }: Pick<AssignFrame, 'inputs' | 'lengths'>): Uint32Array {
  const items = new Uint32Array(lengths.length / 4);
  for (let i = 0; i < items.length; i++)
    items[i] =
      inputs[4 * i] | (inputs[4 * i + 1] << 8) | (inputs[4 * i + 2] << 16) | (inputs[4 * i + 3] << 24);
  return items;
}

const traps = (index: number): boolean => index % TRAPS_EVERY === TRAPS_EVERY - 1;
const fuelOf = (index: number): number => 1000 + (index % 13);

function mix(index: number): number {
  let word = Math.imul(index ^ (index >>> 15), 0x2c1b3c6d);
  word = Math.imul(word ^ (word >>> 12), 0x297a2d39);
  return (word ^ (word >>> 15)) >>> 0;
}

/** The four bytes that somebody says an item gives. `liar` tells the own lies of different identities apart. */
const wordSaid = (index: number, says: number, liar: number): number => {
  if (says === SAYS.truth) return mix(index);
  return says === SAYS.shared ? ~mix(index) >>> 0 : (mix(index) ^ (Math.imul(liar, 2) + 1)) >>> 0;
};

export function truthOf(index: number): ItemResult {
  if (traps(index)) return { status: ITEM_STATUS.trap, fuel: ITEM_FUEL_CAP, output: new Uint8Array() };
  return { status: ITEM_STATUS.ok, fuel: BigInt(fuelOf(index)), output: inputOf(mix(index)) };
}

/** The columns of an answer to the first of `items`. */
export function answerTo(
  items: Uint32Array,
  says: Uint8Array,
  liar: number,
): Omit<AnswerFrame, 'kind' | 'assignment'> {
  const count = items.length;
  const statuses = new Uint8Array(count);
  const fuels = new Uint8Array(8 * count);
  const lengths = new Uint8Array(4 * count);
  const outputs = new Uint8Array(4 * count);
  const fuelView = new DataView(fuels.buffer);
  const outputView = new DataView(outputs.buffer);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const index = items[i];
    if (says[i] === SAYS.truth && traps(index)) {
      statuses[i] = ITEM_STATUS.trap;
      fuelView.setUint32(8 * i, Number(ITEM_FUEL_CAP), true);
      continue;
    }
    fuelView.setUint32(8 * i, fuelOf(index), true);
    lengths[4 * i] = 4;
    outputView.setUint32(at, wordSaid(index, says[i], liar), true);
    at += 4;
  }
  return { statuses, fuels, lengths, outputs: outputs.subarray(0, at) };
}

/** How many of the results of consecutive items are not the truth. */
export function wrongIn({ statuses, fuels, lengths, outputs }: ResultColumns, first: number): number {
  const fuelView = new DataView(fuels.buffer, fuels.byteOffset, fuels.byteLength);
  let wrong = 0;
  let at = 0;
  for (let i = 0; i < statuses.length; i++) {
    const index = first + i;
    const length = lengths[4 * i] | (lengths[4 * i + 1] << 8);
    const right = traps(index)
      ? statuses[i] === ITEM_STATUS.trap
      : statuses[i] === ITEM_STATUS.ok &&
        length === 4 &&
        indexOf(outputs.subarray(at, at + 4)) === mix(index) &&
        fuelView.getUint32(8 * i, true) === fuelOf(index);
    if (!right) wrong++;
    at += length;
  }
  return wrong;
}

/** Which items of an assignment are audits: what any contributor can tell from the indices alone. */
export interface WorkParts {
  /** 1 where the item is an audit. */
  readonly isAudit: Uint8Array;
  /** Positions of its own work. */
  readonly work: readonly number[];
}

/** Items in runs are work; an item without neighbours was mixed in. */
export function partsOf(items: Uint32Array): WorkParts {
  const present = new Set(items);
  const isAudit = new Uint8Array(items.length);
  const work: number[] = [];
  items.forEach((item, i) => {
    if (items.length === 1 || present.has(item + 1) || present.has(item - 1)) work.push(i);
    else isAudit[i] = 1;
  });
  return { isAudit, work };
}
