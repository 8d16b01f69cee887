/**
 * Sums without rounding, so that they do not depend on the order of what is added. A sum of doubles is a whole number of
 * 2^-1074, the smallest of them; it is rounded once, when somebody asks for it.
 */

/** The exponent of the unit of a sum of doubles. */
const UNIT = -1074;
/** Additions until a limb of 32 bits could pass 2^53. */
const FLUSH_AFTER = 2 ** 20;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
// The word that holds sign and exponent, whatever the machine's byte order.
double[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;

/** Adds numbers: finite doubles or whole numbers of any size. A sum of one kind is told of by the same kind. */
export class ExactSum {
  /** Of 2^-1074 for doubles, of 1 for whole numbers. */
  #whole = 0n;
  /** By exponent, what was added of mantissas since the last flush: its upper 21 and its lower 32 bits. */
  #limbs: { readonly high: Float64Array; readonly low: Float64Array } | null = null;
  #small = 0;
  #added = 0;

  /** A finite double. */
  addDouble(value: number): void {
    double[0] = value;
    const high = words[HIGH];
    const exponent = (high >>> 20) & 0x7ff;
    const upper = (high & 0xfffff) | (exponent === 0 ? 0 : 0x100000);
    const sign = high >>> 31 ? -1 : 1;
    this.#limbs ??= { high: new Float64Array(2048), low: new Float64Array(2048) };
    this.#limbs.high[exponent] += sign * upper;
    this.#limbs.low[exponent] += sign * words[1 - HIGH];
    if (++this.#added === FLUSH_AFTER) this.#flush();
  }

  /** A whole number of at most 32 bits, or of 64 as a bigint. */
  addWhole(value: number | bigint): void {
    if (typeof value === 'bigint') this.#whole += value;
    else {
      this.#small += value;
      if (++this.#added === FLUSH_AFTER) this.#flush();
    }
  }

  merge(other: ExactSum): void {
    this.#whole += other.total;
  }

  /** In units of 2^-1074 where doubles were added, of 1 where whole numbers were. */
  get total(): bigint {
    this.#flush();
    return this.#whole;
  }

  set total(value: bigint) {
    this.#whole = value;
  }

  #flush(): void {
    if (this.#added === 0) return;
    this.#added = 0;
    this.#whole += BigInt(this.#small);
    this.#small = 0;
    if (this.#limbs === null) return;
    const { high, low } = this.#limbs;
    for (let exponent = 0; exponent < 2048; exponent++) {
      if (high[exponent] === 0 && low[exponent] === 0) continue;
      const mantissa = (BigInt(high[exponent]) << 32n) + BigInt(low[exponent]);
      // Subnormal numbers have the exponent of the smallest normal ones.
      this.#whole += mantissa << BigInt(Math.max(0, exponent - 1));
    }
    this.#limbs = null;
  }
}

/** A sum of doubles, rounded to the nearest double. */
export const doubleOf = (total: bigint): number => nearest(total, 1n, UNIT);

/** The mean of `count` numbers with this sum, rounded once. */
export const meanOf = (total: bigint, count: number, of: 'doubles' | 'wholes'): number =>
  nearest(total, BigInt(count), of === 'doubles' ? UNIT : 0);

/** Bits of the quotient that are looked at: more than a double has, the last of them stands for all that follow. */
const QUOTIENT_BITS = 80;

/** The double nearest to numerator / denominator × 2^exponent; halves to even. `denominator` is positive. */
function nearest(numerator: bigint, denominator: bigint, exponent: number): number {
  if (numerator === 0n) return 0;
  const size = numerator < 0n ? -numerator : numerator;
  const shift = QUOTIENT_BITS - (bitsOf(size) - bitsOf(denominator));
  const [top, bottom] =
    shift >= 0 ? [size << BigInt(shift), denominator] : [size, denominator << BigInt(-shift)];
  const quotient = top / bottom;
  const rounded = roundedDouble(top % bottom === 0n ? quotient : quotient | 1n, exponent - shift);
  return numerator < 0n ? -rounded : rounded;
}

const bitsOf = (value: bigint): number => value.toString(2).length;

/** `whole` × 2^exponent as a double, where `whole` has more bits than a double's mantissa. */
function roundedDouble(whole: bigint, exponent: number): number {
  const unit = Math.max(exponent + bitsOf(whole) - 53, UNIT);
  const drop = BigInt(unit - exponent);
  const kept = whole >> drop;
  const rest = whole - (kept << drop);
  const half = 1n << (drop - 1n);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  // In two steps: 2^unit alone may be beyond what a double holds although the product is not.
  return Number(up ? kept + 1n : kept) * 2 ** Math.min(unit, 900) * 2 ** Math.max(0, unit - 900);
}
