/** How much fuel the items of a job took, by where they are: shows the slow ones. */

/** Items next to each other. Fuel of those that were seen and did not fail; null where there was none. */
export interface FuelBucket {
  readonly first: number;
  readonly count: number;
  readonly seen: number;
  /** Of those seen: a failed item counts as its cap, which says nothing about how slow it is. */
  readonly failed: number;
  readonly least: number | null;
  readonly mean: number | null;
  readonly most: number | null;
  /** The item that took most. */
  readonly slowest: number | null;
}

export interface ItemFuel {
  readonly item: number;
  readonly fuel: number;
}

export interface FuelMap {
  readonly buckets: readonly FuelBucket[];
  /** Those that took most, the slowest first. */
  readonly slowest: readonly ItemFuel[];
  readonly seen: number;
}

const SLOWEST = 20;

/** Adds items up in buckets of equal length. Pure. */
export class FuelMapper {
  readonly #from: number;
  readonly #to: number;
  readonly #width: number;
  readonly #least: Float64Array;
  readonly #sum: Float64Array;
  readonly #most: Float64Array;
  readonly #seen: Float64Array;
  readonly #failed: Float64Array;
  readonly #which: Float64Array;
  #slowest: ItemFuel[] = [];

  /** Of items `from` until before `to`, in as many buckets as asked for or fewer. */
  constructor({
    from,
    to,
    buckets,
  }: { readonly from: number; readonly to: number; readonly buckets: number }) {
    this.#from = from;
    this.#to = to;
    this.#width = Math.max(1, Math.ceil((to - from) / buckets));
    const length = Math.ceil((to - from) / this.#width);
    this.#least = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    this.#sum = new Float64Array(length);
    this.#most = new Float64Array(length).fill(-1);
    this.#seen = new Float64Array(length);
    this.#failed = new Float64Array(length);
    this.#which = new Float64Array(length);
  }

  /** `fuel`: null where the item failed. What lies outside is left out. */
  add(item: number, fuel: number | null): void {
    if (item < this.#from || item >= this.#to) return;
    const place = Math.floor((item - this.#from) / this.#width);
    this.#seen[place]++;
    if (fuel === null) {
      this.#failed[place]++;
      return;
    }
    this.#sum[place] += fuel;
    if (fuel < this.#least[place]) this.#least[place] = fuel;
    if (fuel > this.#most[place]) {
      this.#most[place] = fuel;
      this.#which[place] = item;
    }
    this.#keepSlow({ item, fuel });
  }

  #keepSlow(each: ItemFuel): void {
    const kept = this.#slowest;
    if (kept.length === SLOWEST && kept[SLOWEST - 1].fuel >= each.fuel) return;
    let place = kept.length;
    while (place > 0 && kept[place - 1].fuel < each.fuel) place--;
    kept.splice(place, 0, each);
    if (kept.length > SLOWEST) kept.pop();
  }

  map(): FuelMap {
    const buckets = Array.from(this.#seen, (seen, place) => this.#bucket(place, seen));
    return { buckets, slowest: this.#slowest, seen: this.#seen.reduce((sum, seen) => sum + seen, 0) };
  }

  #bucket(place: number, seen: number): FuelBucket {
    const first = this.#from + place * this.#width;
    const count = Math.min(this.#width, this.#to - first);
    const failed = this.#failed[place];
    const bucket = { first, count, seen, failed };
    if (seen === failed) return { ...bucket, least: null, mean: null, most: null, slowest: null };
    return {
      ...bucket,
      least: this.#least[place],
      mean: this.#sum[place] / (seen - failed),
      most: this.#most[place],
      slowest: this.#which[place],
    };
  }
}
