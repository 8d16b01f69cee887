import { ByteWriter } from '../../binary/writer.ts';
import { F32, F64, I32, I64 } from '../module-of.ts';
import type { Dice } from './dice.ts';
import { FUNCREF, type Type, V128 } from './operators.ts';

const EDGES_32 = [0, 1, 2, 3, 7, 8, 16, 31, 32, 255, 65535, -1, -2, -4, 0x7fffffff, -0x80000000, 0x7ffffffe];
const EDGES_64 = [0n, 1n, 2n, -1n, 255n, 1n << 31n, 1n << 32n, (1n << 63n) - 1n, -(1n << 63n), -(1n << 31n)];

const DOUBLES = [
  0, -0, 1, -1, 0.5, 2, 3.25, 1e300, -1e300, 5e-324, 2.2250738585072014e-308, 4294967296, 1e10,
];
const RARE = [Infinity, -Infinity, Number.NaN];

const word = (dice: Dice): number => (dice.percent(60) ? dice.between(-9, 20) : dice.pick(EDGES_32));

/** The bits of a float: mostly ordinary, now and then an infinity, a denormal or any NaN. */
export function floatBytes(dice: Dice, type: Type): number[] {
  const width = type === F32 ? 4 : 8;
  const view = new DataView(new ArrayBuffer(8));
  const value = dice.percent(4)
    ? dice.pick(RARE)
    : dice.percent(50)
      ? dice.between(-20, 20) / 4
      : dice.pick(DOUBLES);
  if (width === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  const bytes = [...new Uint8Array(view.buffer, 0, width)];
  // Payload and sign of a NaN, quiet or signalling.
  if (Number.isNaN(value) && dice.percent(50)) for (let i = 0; i < width - 2; i++) bytes[i] = dice.below(256);
  if (Number.isNaN(value) && dice.percent(50)) bytes[width - 1] |= 0x80;
  return bytes;
}

const lanes = (dice: Dice): number[] => {
  if (dice.percent(40)) return [...floatBytes(dice, F64), ...floatBytes(dice, F64)];
  if (dice.percent(50)) return Array.from({ length: 4 }, () => floatBytes(dice, F32)).flat();
  return dice.percent(50) ? dice.bytes(16) : new Array<number>(16).fill(dice.pick([0, 1, 255, 128]));
};

/** An instruction that gives a constant of a type. */
export function constant(dice: Dice, type: Type, value?: bigint): Uint8Array {
  const out = new ByteWriter();
  if (type === I32) out.byte(0x41).s64(BigInt.asIntN(32, value ?? BigInt(word(dice))));
  else if (type === I64)
    out
      .byte(0x42)
      .s64(BigInt.asIntN(64, value ?? (dice.percent(60) ? BigInt(word(dice)) : dice.pick(EDGES_64))));
  else if (type === F32) out.byte(0x43, ...floatBytes(dice, F32));
  else if (type === F64) out.byte(0x44, ...floatBytes(dice, F64));
  else if (type === V128) out.byte(0xfd, 12, ...lanes(dice));
  else out.byte(0xd0, FUNCREF);
  return out.take();
}

const ITEM_BYTES = 64;

/** One item's input: words, doubles and floats, with what is rare among numbers not rare here. */
export function itemInput(dice: Dice): Uint8Array {
  const out = new ByteWriter();
  while (out.length < ITEM_BYTES) {
    const kind = dice.below(6);
    if (kind === 0) out.byte(...floatBytes(dice, F64));
    else if (kind === 1) out.byte(...floatBytes(dice, F32));
    else if (kind === 2) out.byte(...dice.bytes(4));
    else {
      const view = new DataView(new ArrayBuffer(4));
      view.setInt32(0, word(dice), true);
      out.byte(...new Uint8Array(view.buffer));
    }
  }
  return out.take().slice(0, ITEM_BYTES);
}
