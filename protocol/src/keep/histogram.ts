/** Histograms whose bins depend on what was counted and not on the order in which it came. */

/** What a histogram is asked to be: bins of equal width between two bounds, or wherever the numbers are. */
export interface HistogramShape {
  readonly bins: number;
  /** Only whole numbers are counted: no bin is narrower than one of them. */
  readonly whole: boolean;
  /** Null: no bounds were given. */
  readonly bounds: { readonly low: number; readonly high: number } | null;
}

export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** As it is stored. */
export interface HistogramState {
  readonly below: number;
  readonly above: number;
  /** Of the first bin: its place in multiples of 2^scale. */
  readonly scale: number;
  readonly first: number;
  readonly counts: readonly number[];
}

const SMALLEST_SCALE = -1022;
/** Places of bins stay below 2^52, so that they are exact. */
const PLACE_BITS = 52;

/**
 * Counts numbers in bins. Without bounds a bin is as wide as the smallest power of two with which all numbers fit in the
 * bins asked for, and begins at a multiple of its width: so two bins always join to one of the next width, and what comes out
 * follows from the smallest and the largest number alone. Infinite numbers, and those beyond the bounds, are counted apart.
 */
export class Histogram {
  readonly #shape: HistogramShape;
  #below = 0;
  #above = 0;
  #scale: number;
  /** 2^−scale. */
  #perBin: number;
  #first = 0;
  #counts: number[] = [];

  constructor(shape: HistogramShape) {
    this.#shape = shape;
    this.#scale = shape.whole ? 0 : SMALLEST_SCALE;
    this.#perBin = 2 ** -this.#scale;
    if (shape.bounds !== null) this.#counts = new Array(shape.bins).fill(0);
  }

  /** Any number but NaN. */
  add(value: number): void {
    const { bounds } = this.#shape;
    if (bounds !== null) this.#addBounded(value, bounds);
    else if (value === Number.POSITIVE_INFINITY) this.#above++;
    else if (value === Number.NEGATIVE_INFINITY) this.#below++;
    else this.#addFitting(value);
  }

  #addBounded(value: number, { low, high }: { low: number; high: number }): void {
    if (value < low) this.#below++;
    else if (value > high) this.#above++;
    else {
      const { bins } = this.#shape;
      // The last bin holds the upper bound as well.
      this.#counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++;
    }
  }

  #addFitting(value: number): void {
    // Most numbers fall where others did: one multiplication tells.
    const scaled = value * this.#perBin;
    const at = Math.floor(scaled) - this.#first;
    if (scaled !== 0 && at >= 0 && at < this.#counts.length) {
      this.#counts[at]++;
      return;
    }
    this.#widen(scaleFor(value));
    this.#count(placeOf(value, this.#scale), 1);
  }

  /** Counts at a place of the present scale, and widens the bins where it is too far from the others. */
  #count(place: number, times: number): void {
    if (this.#counts.length === 0) {
      this.#first = place;
      this.#counts = [times];
      return;
    }
    const last = this.#first + this.#counts.length - 1;
    const steps = stepsToFit(Math.min(place, this.#first), Math.max(place, last), this.#shape.bins);
    if (steps > 0) this.#widen(this.#scale + steps);
    const at = joined(place, steps) - this.#first;
    if (at < 0) {
      this.#counts = [...new Array<number>(-at).fill(0), ...this.#counts];
      this.#first += at;
    }
    while (this.#counts.length <= at) this.#counts.push(0);
    this.#counts[Math.max(0, at)] += times;
  }

  /** Joins bins until they are at least 2^scale wide. */
  #widen(scale: number): void {
    const steps = scale - this.#scale;
    if (steps <= 0) return;
    this.#scale = scale;
    this.#perBin = 2 ** -scale;
    if (this.#counts.length === 0) return;
    const before = { first: this.#first, counts: this.#counts };
    this.#first = joined(before.first, steps);
    const last = joined(before.first + before.counts.length - 1, steps);
    this.#counts = new Array(last - this.#first + 1).fill(0);
    before.counts.forEach((count, i) => {
      this.#counts[joined(before.first + i, steps) - this.#first] += count;
    });
  }

  merge(other: Histogram): void {
    this.#below += other.#below;
    this.#above += other.#above;
    if (this.#shape.bounds !== null) {
      other.#counts.forEach((count, i) => {
        this.#counts[i] += count;
      });
      return;
    }
    if (other.#counts.length === 0) return;
    this.#widen(other.#scale);
    other.#counts.forEach((count, i) => {
      if (count > 0) this.#count(joined(other.#first + i, this.#scale - other.#scale), count);
    });
  }

  get below(): number {
    return this.#below;
  }

  get above(): number {
    return this.#above;
  }

  /** Those between the first and the last that count something, or all between the bounds. */
  bins(): Bin[] {
    const { bounds, bins } = this.#shape;
    const edge =
      bounds === null
        ? (i: number) => edgeAt(this.#first + i, this.#scale)
        : (i: number) => (i === bins ? bounds.high : bounds.low + ((bounds.high - bounds.low) / bins) * i);
    return this.#counts.map((count, i) => ({ low: edge(i), high: edge(i + 1), count }));
  }

  state(): HistogramState {
    return {
      below: this.#below,
      above: this.#above,
      scale: this.#scale,
      first: this.#first,
      counts: this.#counts,
    };
  }

  static from(shape: HistogramShape, state: HistogramState): Histogram {
    const histogram = new Histogram(shape);
    histogram.#below = state.below;
    histogram.#above = state.above;
    histogram.#scale = state.scale;
    histogram.#perBin = 2 ** -state.scale;
    histogram.#first = state.first;
    histogram.#counts = [...state.counts];
    return histogram;
  }
}

/** The smallest scale at which a number's place is exact. */
const scaleFor = (value: number): number =>
  value === 0 ? SMALLEST_SCALE : Math.max(SMALLEST_SCALE, exponentOf(value) - PLACE_BITS + 1);

const bits = new DataView(new ArrayBuffer(8));

/** Of the highest bit; of subnormal numbers one less than the smallest. */
function exponentOf(value: number): number {
  bits.setFloat64(0, value);
  return ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/** Which multiple of 2^scale is the next below a number; never −0. */
function placeOf(value: number, scale: number): number {
  const scaled = value * 2 ** -scale;
  // The product is exact but where it is too small for a double.
  return scaled === 0 && value < 0 ? -1 : Math.floor(scaled) + 0;
}

const edgeAt = (place: number, scale: number): number =>
  scale > 1000 ? place * 2 ** (scale - 1000) * 2 ** 1000 : place * 2 ** scale;

/** Where a place lies once bins were joined so many times. */
const joined = (place: number, steps: number): number =>
  steps > PLACE_BITS + 1 ? (place < 0 ? -1 : 0) : Math.floor(place / 2 ** steps);

/** How often bins must be joined until those from the lowest to the highest place are as few. */
function stepsToFit(lowest: number, highest: number, bins: number): number {
  let steps = 0;
  while (joined(highest, steps) - joined(lowest, steps) >= bins) steps++;
  return steps;
}
