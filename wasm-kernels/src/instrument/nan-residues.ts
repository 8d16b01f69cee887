/** Arithmetic of remainders: what a sum of variables and constants is modulo a power of two up to 8. */
import { OP } from '../binary/opcodes.ts';

/** The largest modulus that is looked at. */
export const MOST = 8;
const I32_MUL = 0x6c;
const I32_AND = 0x71;
const I32_SHL = 0x74;
const MOST_TERMS = 4;

/** A variable times a power of two. */
interface Term {
  readonly variable: number;
  readonly scale: number;
}

/** `residue` modulo `modulus` (a power of two up to 8), plus the terms. */
export interface Sum {
  readonly modulus: number;
  readonly residue: number;
  readonly terms: readonly Term[];
  /** The value, where it is a constant. */
  readonly constant: number | null;
}

export const UNKNOWN: Sum = { modulus: 1, residue: 0, terms: [], constant: null };

export const constantSum = (value: number): Sum => ({
  modulus: MOST,
  residue: value & (MOST - 1),
  terms: [],
  constant: value,
});

export const variableSum = (variable: number): Sum => ({
  modulus: MOST,
  residue: 0,
  terms: [{ variable, scale: 1 }],
  constant: null,
});

export interface Modulo {
  readonly modulus: number;
  readonly residue: number;
}

/** A sum and an offset, where of each variable it is known of what power of two it is a multiple. */
export function modulo(sum: Sum, offset: number, aligned: Uint8Array): Modulo {
  let { modulus } = sum;
  for (const { variable, scale } of sum.terms) modulus = Math.min(modulus, aligned[variable] * scale);
  return { modulus, residue: (sum.residue + (offset % MOST)) & (modulus - 1) };
}

export const isMultiple = ({ modulus, residue }: Modulo, width: number): boolean =>
  modulus >= width && residue % width === 0;

/** The largest power of two up to 8 that divides what is so much modulo that. */
export const powerIn = ({ modulus, residue }: Modulo): number => (residue === 0 ? modulus : lowBit(residue));

const lowBit = (value: number): number => ((value & (MOST - 1)) === 0 ? MOST : value & -value);

/** Of so many i32 operations the result; of any other nothing is known. */
export function combined(op: number, a: Sum, b: Sum): Sum {
  const by = b.constant;
  switch (op) {
    case OP.i32Add:
      return added(a, b, a.residue + b.residue);
    case OP.i32Sub:
      return added(a, b, a.residue - b.residue);
    case I32_SHL:
      return by === null ? UNKNOWN : multiplied(a, 1 << Math.min(by & 31, 3));
    case I32_MUL:
      return by === null ? UNKNOWN : multiplied(a, by);
    case I32_AND:
      return by === null ? UNKNOWN : multiplied(UNKNOWN, lowBit(by));
    case OP.i32Or: {
      // With a constant that fits below the known zeros it is an addition.
      const fits = by !== null && by >= 0 && by < a.modulus && a.residue === 0;
      return fits ? added(a, b, b.residue) : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

function added(a: Sum, b: Sum, residue: number): Sum {
  const modulus = Math.min(a.modulus, b.modulus);
  const terms = [...a.terms, ...b.terms];
  if (modulus === 1 || terms.length > MOST_TERMS) return UNKNOWN;
  return { modulus, residue: residue & (modulus - 1), terms, constant: null };
}

function multiplied(a: Sum, by: number): Sum {
  const factor = lowBit(by);
  const modulus = Math.min(MOST, a.modulus * factor);
  if (modulus === 1) return UNKNOWN;
  const terms = a.terms
    .map(({ variable, scale }) => ({ variable, scale: scale * factor }))
    .filter(({ scale }) => scale < MOST);
  return { modulus, residue: (a.residue * (by & (MOST - 1))) & (modulus - 1), terms, constant: null };
}
