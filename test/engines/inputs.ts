import { ARRAY_KINDS, type Column, encodeRow, fromHex, isArray, type Value } from '@manyhands/protocol';
import { Dice, floatBytes, itemInput, TYPE } from '@manyhands/wasm-kernels/testing';
import type { PlannedKernel } from './plan.ts';

export interface Item {
  readonly input: Uint8Array;
  readonly cap: bigint;
}

/** The item at an index: the same in every engine, whatever ran before. */
export function itemAt(kernel: PlannedKernel, seed: number, index: number): Item {
  const { inputs, capBits } = kernel;
  const dice = new Dice(seed * 2 ** 24 + index);
  if (inputs.kind === 'everyCap') return { input: fromHex(inputs.hex), cap: BigInt(index) };
  const input =
    inputs.kind === 'numbers'
      ? itemInput(dice)
      : encodeRow(
          inputs.columns,
          inputs.columns.map((column) => cell(dice, column)),
        );
  return {
    input,
    cap: dice.percent(40) ? 1n << BigInt(capBits) : BigInt(Math.floor(2 ** (capBits * fraction(dice)))),
  };
}

const fraction = (dice: Dice): number => dice.word() / 2 ** 32;

const INTEGERS = /^([iu])(8|16|32|64)$/;
const LONGEST = 40;

function cell(dice: Dice, { type, optional }: Column): Value {
  if (optional && dice.percent(10)) return null;
  if (type === 'string') return text(dice);
  if (type === 'bool') return dice.percent(50);
  if (isArray(type)) {
    const { of, element } = ARRAY_KINDS[type];
    const values = Array.from({ length: dice.below(LONGEST) }, () => scalar(dice, element));
    return (of as unknown as { from(list: readonly Value[]): ArrayBufferView }).from(values);
  }
  return scalar(dice, type);
}

function text(dice: Dice): string {
  const alphabet = dice.pick(['ACGT', 'ACDEFGHIKLMNPQRSTVWY', 'a0 \n"é→😀']);
  const letters = [...alphabet];
  return Array.from({ length: dice.below(LONGEST) }, () => dice.pick(letters)).join('');
}

function scalar(dice: Dice, type: string): number | bigint {
  const integer = INTEGERS.exec(type);
  if (integer === null) return float(dice, type === 'f32' ? 'f32' : 'f64');
  const bits = Number(integer[2]);
  const value = anyInteger(dice);
  const wrapped = integer[1] === 'i' ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  return bits === 64 ? wrapped : Number(wrapped);
}

function anyInteger(dice: Dice): bigint {
  if (dice.percent(65)) return BigInt(dice.below(100));
  if (dice.percent(50)) return BigInt(dice.between(-3, 3)) + (1n << BigInt(dice.below(64)));
  return (BigInt(dice.word()) << 32n) | BigInt(dice.word());
}

/** Ordinary numbers, denormals, infinities and NaNs; a NaN's bits are lost on the way, those of its kernels are not. */
function float(dice: Dice, type: 'f32' | 'f64'): number {
  if (dice.percent(10)) return (dice.below(1000) - 500) * (type === 'f32' ? 1.401298464324817e-45 : 5e-324);
  if (dice.percent(15)) return dice.pick([Number.NaN, Infinity, -Infinity, -0, 0]);
  const bytes = Uint8Array.from(floatBytes(dice, TYPE[type]));
  const view = new DataView(bytes.buffer);
  return type === 'f32' ? view.getFloat32(0, true) : view.getFloat64(0, true);
}
