/**
 * Counts primes and twin primes in a range by a sieve of Eratosthenes, segment after segment.
 *
 * A segment holds one byte for each odd number, 1 while it may be prime, so that a pair of twins is two ones in a row: sixteen
 * numbers at a time are counted with SIMD. `../reference.ts` says the same in plain TypeScript.
 */

/** Odd numbers in a segment; with the base primes it stays in a core's second cache. */
const SEGMENT: i32 = 1 << 18;
/** Multiples of 3, 5, 7, 11 and 13 are a pattern of this many odd numbers, which is copied instead of sieved. */
const PATTERN: i32 = 3 * 5 * 7 * 11 * 13;
const VECTOR: i32 = 16;
/** Bounds the base primes to those below 2^24. */
const LARGEST: u64 = 1 << 48;

/** What there is in a range. */
export class Count {
  /** Primes p of the range. */
  primes: u64 = 0;
  /** Pairs of primes (p, p + 2) with p in the range. */
  twins: u64 = 0;
  /** Sum of 1/p + 1/(p + 2) over the pairs, added in ascending order. */
  reciprocals: f64 = 0;
}

/**
 * Counts the primes and twin primes from a range.
 * @param first the smallest number of the range, even
 * @param end one more than the largest, even, at most 2^48
 */
export function twins(first: u64, end: u64): Count {
  if ((first & 1) === 1 || (end & 1) === 1) throw new Error('the ends of a range must be even');
  if (end > LARGEST) throw new Error('the range exceeds 2^48');
  const count = new Count();
  if (first >= end) return count;
  if (first <= 2) count.primes = end > 2 ? 1 : 0;
  const sieve = new Sieve(end + 2);
  for (let low = first; low < end; low += (<u64>SEGMENT) << 1) {
    const numbers = <i32>min<u64>((end - low) >> 1, SEGMENT);
    // One more, so that the last pair's second prime is there too.
    sieve.fill(low, numbers + 1);
    countSegment(count, sieve.flags, low, numbers);
  }
  return count;
}

/** Byte i of `flags` stands for low + 2i + 1. */
function countSegment(count: Count, flags: usize, low: u64, numbers: i32): void {
  let primes = 0;
  for (let i = 0; i < numbers; i += VECTOR) {
    const here = v128.load(flags + <usize>i);
    const next = v128.load(flags + <usize>i, 1);
    const inside = numbers - i >= VECTOR ? 0xffff : (1 << (numbers - i)) - 1;
    // A flag is 0 or 1; shifted to the sign bit it can be gathered.
    primes += popcnt(i8x16.bitmask(i8x16.shl(here, 7)) & inside);
    let pairs = i8x16.bitmask(i8x16.shl(v128.and(here, next), 7)) & inside;
    while (pairs !== 0) {
      const p = <f64>(low + ((<u64>(i + ctz(pairs))) << 1) + 1);
      count.twins++;
      count.reciprocals += 1.0 / p + 1.0 / (p + 2.0);
      pairs &= pairs - 1;
    }
  }
  count.primes += primes;
}

/** The base primes, where each goes on, and the bytes of one segment. */
class Sieve {
  /** Address of the segment's bytes. */
  flags: usize;
  private pattern: usize;
  private primes: StaticArray<u32>;

  /** @param limit no number from here on will be sieved */
  constructor(limit: u64) {
    this.flags = changetype<usize>(new StaticArray<u8>(SEGMENT + 2 * VECTOR));
    this.pattern = patternOf13();
    this.primes = basePrimes(<i32>Math.sqrt(<f64>limit) + 1);
  }

  /** Flags `numbers` odd numbers from `low` + 1 on, and leaves zeros behind them. */
  fill(low: u64, numbers: i32): void {
    const flags = this.flags;
    // Index i of the pattern stands for 2i + 1, and so does index low / 2 + i of all odd numbers.
    const phase = <i32>((low >> 1) % <u64>PATTERN);
    for (let at = 0, from = phase; at < numbers; ) {
      const length = min(numbers - at, PATTERN - from);
      memory.copy(flags + <usize>at, this.pattern + <usize>from, <usize>length);
      at += length;
      from = 0;
    }
    memory.fill(flags + <usize>numbers, 0, 2 * VECTOR - 1);
    const top = low + ((<u64>numbers) << 1);
    for (let k = 0; k < this.primes.length; k++) {
      const p = unchecked(this.primes[k]);
      const square = <u64>p * p;
      if (square > top) break;
      strike(flags, numbers, firstMultiple(low, p, square), <i32>p);
    }
    if (low < 13) correctStart(flags, <i32>low, numbers);
  }
}

/** Index of the first odd multiple of p in the segment, from the square of p on. */
function firstMultiple(low: u64, p: u32, square: u64): i32 {
  if (square > low) return <i32>((square - low) >> 1);
  const past = <u32>(low % p);
  // The next multiple of p is p − past further; if that is an even number, the one after it.
  let distance = past === 0 ? 0 : p - past;
  if ((distance & 1) === 0) distance += p;
  return <i32>(distance >> 1);
}

function strike(flags: usize, numbers: i32, from: i32, step: i32): void {
  for (let i = from; i < numbers; i += step) store<u8>(flags + <usize>i, 0);
}

/** The pattern has struck the five small primes themselves, and left 1. */
function correctStart(flags: usize, low: i32, numbers: i32): void {
  for (let p = 3; p <= 13; p += 2) {
    const i = (p - low) >> 1;
    if (p !== 9 && p > low && i < numbers) store<u8>(flags + <usize>i, 1);
  }
  if (low === 0) store<u8>(flags, 0);
}

function patternOf13(): usize {
  const pattern = new StaticArray<u8>(PATTERN);
  for (let i = 0; i < PATTERN; i++) {
    const n = 2 * i + 1;
    const struck = n % 3 === 0 || n % 5 === 0 || n % 7 === 0 || n % 11 === 0 || n % 13 === 0;
    unchecked((pattern[i] = struck ? 0 : 1));
  }
  return changetype<usize>(pattern);
}

/** Primes from 17 up to and with `last`. */
function basePrimes(last: i32): StaticArray<u32> {
  const composite = new StaticArray<u8>(last + 1);
  let count = 0;
  for (let n = 2; n <= last; n++) {
    if (unchecked(composite[n]) !== 0) continue;
    if (n >= 17) count++;
    for (let multiple = <i64>n * n; multiple <= last; multiple += n)
      unchecked((composite[<i32>multiple] = 1));
  }
  const primes = new StaticArray<u32>(count);
  let at = 0;
  for (let n = 17; n <= last; n++) if (unchecked(composite[n]) === 0) unchecked((primes[at++] = n));
  return primes;
}
