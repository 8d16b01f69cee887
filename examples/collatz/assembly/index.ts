/**
 * Records of the Collatz walk: n → n/2 if n is even, else 3n + 1, until 1.
 *
 * Fast because the halvings that follow a 3n + 1 are taken at once, by counting trailing zeros, and because a walk stays
 * in 64 bits until it really exceeds them; then it goes on in 128. `../reference.ts` says the same in plain TypeScript.
 */

/** The largest n of which 3n + 1 still fits into 64 bits. */
const NARROW: u64 = (u64.MAX_VALUE - 1) / 3;

/** Starting points in a range whose walks beat those of all smaller ones in the range. */
export class Records {
  /** Starting points whose walk has more steps than any before, ascending. */
  longest: Uint64Array = new Uint64Array(0);
  /** How many steps each of `longest` takes to reach 1, halvings included. */
  steps: Uint32Array = new Uint32Array(0);
  /** Starting points whose walk climbs higher than any before, ascending. */
  highest: Uint64Array = new Uint64Array(0);
  /** The largest number on the walk of each of `highest`: bits 64 to 127. */
  peakHigh: Uint64Array = new Uint64Array(0);
  /** Bits 0 to 63 of it. */
  peakLow: Uint64Array = new Uint64Array(0);
}

/**
 * Walks from every number of a range and reports the range's records.
 * @param first the first starting point, at least 1
 * @param last the last starting point, included
 */
export function collatz(first: u64, last: u64): Records {
  if (first === 0) throw new Error('no walk from 0 reaches 1');
  const longest: u64[] = [];
  const steps: u32[] = [];
  const highest: u64[] = [];
  const peakHigh: u64[] = [];
  const peakLow: u64[] = [];
  const walk = new Walk();
  let mostSteps: i64 = -1;
  let topHigh: u64 = 0;
  let topLow: u64 = 0;
  for (let start = first; start <= last; start++) {
    walk.from(start);
    if (<i64>walk.steps > mostSteps) {
      mostSteps = walk.steps;
      longest.push(start);
      steps.push(walk.steps);
    }
    if (walk.peakHigh > topHigh || (walk.peakHigh === topHigh && walk.peakLow > topLow)) {
      topHigh = walk.peakHigh;
      topLow = walk.peakLow;
      highest.push(start);
      peakHigh.push(topHigh);
      peakLow.push(topLow);
    }
    if (start === u64.MAX_VALUE) break;
  }
  const records = new Records();
  records.longest = asUint64(longest);
  records.steps = new Uint32Array(steps.length);
  for (let i = 0; i < steps.length; i++) records.steps[i] = steps[i];
  records.highest = asUint64(highest);
  records.peakHigh = asUint64(peakHigh);
  records.peakLow = asUint64(peakLow);
  return records;
}

function asUint64(values: u64[]): Uint64Array {
  const out = new Uint64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = values[i];
  return out;
}

/** One walk: how many steps it took and the largest number it met. */
class Walk {
  steps: u32 = 0;
  peakHigh: u64 = 0;
  peakLow: u64 = 0;

  from(start: u64): void {
    this.peakHigh = 0;
    this.peakLow = start;
    let narrowPeak: u64 = 0;
    let steps = <u32>ctz(start);
    let n = start >> steps;
    while (n !== 1) {
      if (n > NARROW) {
        this.steps = steps;
        n = this.wide(n);
        steps = this.steps;
        continue;
      }
      n = 3 * n + 1;
      narrowPeak = max(narrowPeak, n);
      const halvings = ctz(n);
      n >>= halvings;
      steps += <u32>halvings + 1;
    }
    this.steps = steps;
    if (this.peakHigh === 0) this.peakLow = max(this.peakLow, narrowPeak);
  }

  /** Goes on from an odd number in 128 bits until what remains after the halvings fits into 64; gives that. */
  private wide(n: u64): u64 {
    let high: u64 = 0;
    let low = n;
    do {
      if (high > NARROW) throw new Error('the walk exceeds 128 bits');
      // 3(high, low) + 1, the low half in two parts of 32 bits for its carry.
      const lower = 3 * (low & 0xffffffff) + 1;
      const upper = 3 * (low >> 32) + (lower >> 32);
      low = (upper << 32) | (lower & 0xffffffff);
      high = 3 * high + (upper >> 32);
      if (high > this.peakHigh || (high === this.peakHigh && low > this.peakLow)) {
        this.peakHigh = high;
        this.peakLow = low;
      }
      // At most 63 at a time, so that neither shift is by the whole width.
      let halvings = min<u64>(low === 0 ? 63 : ctz(low), 63);
      this.steps++;
      while (halvings > 0) {
        low = (low >> halvings) | (high << (64 - halvings));
        high >>= halvings;
        this.steps += <u32>halvings;
        halvings = min<u64>(low === 0 ? 63 : ctz(low), 63);
      }
    } while (high !== 0);
    return low;
  }
}
