/**
 * The Lucas–Lehmer test: 2^p − 1 is prime, for an odd prime p, if and only if s = 0 after p − 2 steps of
 * s → s² − 2 modulo 2^p − 1 from s = 4.
 *
 * Numbers are limbs of 32 bits, lowest first, squared limb by limb; a remainder modulo 2^p − 1 is the sum of the bits below p and
 * those above. `../reference.ts` says the same in plain TypeScript.
 */

/** Bounds an item to some seconds: the work grows with the cube. */
const LARGEST: u32 = 30000;

/** What is left after the last step. */
export class Outcome {
  /** Whether 2^p − 1 is prime. */
  prime: bool = false;
  /** The lowest 64 bits of the last s: zero for a prime, and what projects compare otherwise. */
  residue: u64 = 0;
}

/**
 * Tests one Mersenne number.
 * @param p the exponent: an odd prime, at most 30000; of a composite exponent the number is composite anyway
 */
export function mersenne(p: u32): Outcome {
  if (p < 3 || (p & 1) === 0 || p > LARGEST) throw new Error('the exponent must be odd, from 3 to 30000');
  const s = new Remainder(p);
  for (let step: u32 = 2; step < p; step++) s.squareMinusTwo();
  const outcome = new Outcome();
  outcome.residue = s.low();
  outcome.prime = s.isZero();
  return outcome;
}

/** A number modulo 2^p − 1, from 0 up to and with 2^p − 1 itself, which is another 0. */
class Remainder {
  private limbs: StaticArray<u32>;
  private square: StaticArray<u32>;
  private count: i32;
  /** Bits in the highest limb: 1 to 32. */
  private topBits: u32;

  constructor(p: u32) {
    const count = <i32>((p + 31) >> 5);
    this.limbs = new StaticArray<u32>(count);
    this.square = new StaticArray<u32>(2 * count);
    this.count = count;
    this.topBits = p - ((<u32>(count - 1)) << 5);
    this.limbs[0] = 4;
  }

  squareMinusTwo(): void {
    squareInto(this.square, this.limbs, this.count);
    this.fold();
    this.subtractTwo();
  }

  /** The mask of the highest limb. */
  @inline
  private topMask(): u32 {
    return u32.MAX_VALUE >> (32 - this.topBits);
  }

  /** limbs = the square's bits below p + its bits from p on, which are as many. */
  private fold(): void {
    const limbs = this.limbs;
    const square = this.square;
    const count = this.count;
    const topBits = <u64>this.topBits;
    const mask = this.topMask();
    let carry: u64 = 0;
    for (let i = 0; i < count; i++) {
      const upper = ((<u64>unchecked(square[count + i])) << 32) | <u64>unchecked(square[count + i - 1]);
      let low = unchecked(square[i]);
      if (i === count - 1) low &= mask;
      const sum = <u64>low + <u64>(<u32>(upper >> topBits)) + carry;
      unchecked((limbs[i] = <u32>sum));
      carry = sum >> 32;
    }
    this.foldTop(carry);
  }

  /** Adds what stands at p and above, at most one bit or two, to the lowest bit. */
  private foldTop(carry: u64): void {
    const limbs = this.limbs;
    const last = this.count - 1;
    const top = (carry << 32) | <u64>unchecked(limbs[last]);
    unchecked((limbs[last] = <u32>top & this.topMask()));
    let over = top >> <u64>this.topBits;
    for (let i = 0; over !== 0 && i <= last; i++) {
      over += unchecked(limbs[i]);
      unchecked((limbs[i] = <u32>over));
      over >>= 32;
    }
  }

  /** Below zero it goes on at 2^p − 1. */
  private subtractTwo(): void {
    let borrow: u64 = 2;
    // Borrowing past the highest limb takes 2^p instead of 2^p − 1: one more is then to be taken.
    do {
      for (let i = 0; borrow !== 0 && i < this.count; i++) {
        const limb = <u64>unchecked(this.limbs[i]);
        const rest = limb - borrow;
        unchecked((this.limbs[i] = <u32>rest));
        borrow = rest >> 63;
      }
      unchecked((this.limbs[this.count - 1] &= this.topMask()));
    } while (borrow !== 0);
  }

  isZero(): bool {
    return this.allAre(0, 0) || this.allAre(u32.MAX_VALUE, this.topMask());
  }

  private allAre(limb: u32, top: u32): bool {
    for (let i = 0; i < this.count - 1; i++) if (this.limbs[i] !== limb) return false;
    return this.limbs[this.count - 1] === top;
  }

  /** The lowest 64 bits, those of a zero where it is one. */
  low(): u64 {
    if (this.isZero()) return 0;
    const upper = this.count > 1 ? <u64>this.limbs[1] : 0;
    return (upper << 32) | <u64>this.limbs[0];
  }
}

/** Each product of two different limbs once, all of that doubled, and the limbs' own squares. */
function squareInto(out: StaticArray<u32>, limbs: StaticArray<u32>, count: i32): void {
  const to = changetype<usize>(out);
  const from = changetype<usize>(limbs);
  memory.fill(to, 0, (<usize>count) << 3);
  for (let i = 0; i < count - 1; i++) {
    const factor = <u64>load<u32>(from + ((<usize>i) << 2));
    let carry: u64 = 0;
    let at = to + ((<usize>(2 * i + 1)) << 2);
    for (
      let limb = from + ((<usize>(i + 1)) << 2), end = from + ((<usize>count) << 2);
      limb < end;
      limb += 4
    ) {
      const sum = factor * <u64>load<u32>(limb) + <u64>load<u32>(at) + carry;
      store<u32>(at, <u32>sum);
      carry = sum >> 32;
      at += 4;
    }
    store<u32>(at, <u32>carry);
  }
  let carry: u64 = 0;
  let shifted: u64 = 0;
  for (let i = 0; i < count; i++) {
    const limb = <u64>unchecked(limbs[i]);
    const own = limb * limb;
    const low = <u64>unchecked(out[2 * i]);
    const high = <u64>unchecked(out[2 * i + 1]);
    const first = ((low << 1) & 0xffffffff) + shifted + (own & 0xffffffff) + carry;
    const second = ((high << 1) & 0xffffffff) + (low >> 31) + (own >> 32) + (first >> 32);
    shifted = high >> 31;
    unchecked((out[2 * i] = <u32>first));
    unchecked((out[2 * i + 1] = <u32>second));
    carry = second >> 32;
  }
}
