import { type SliceOptions, Stopped } from '@manyhands/wasm-kernels/runtime';
import { restMs, sliceMs } from './pace.ts';
import type { Signal } from './signal.ts';

/** How long a slice of fuel lasts at most, in milliseconds: how late a stop inside an item may be heard. */
const FUEL_SLICE_MS = 10;
/** Fuel of the very first slice: 2 to 200 ms, by kernel and machine. */
const FIRST_FUEL = 20_000_000;
/** A slice may not become so short that the calls between slices cost more than a thousandth. */
const LEAST_FUEL = 100_000;
const MOST_FUEL = 2 ** 40;
/** How much longer or shorter than the last a slice may be: one that was interrupted says little. */
const STEP = 4;
/**
 * The clock is read after so much fuel or so many items, whichever is sooner: each look costs Chromium 125 ns, a tenth of a
 * very small item. No item that is long can hide behind that, since its fuel ends the wait.
 */
const LOOK_FUEL = 1_000_000;
const LOOK_ITEMS = 8;

/**
 * One stretch of work of a seat, from rest to rest. Items of plain builds end it only where they end; inside those of
 * hooked builds it is asked again after each slice of fuel, and rests or stops there.
 */
export class Turn implements SliceOptions {
  readonly #signal: Signal;
  #order = 0;
  #fuel = FIRST_FUEL;
  #begunAt = 0;
  #itemAt = 0;
  /** When the slice that is measured began, or null while none is. */
  #measuredAt: number | null = null;
  #slowestMs = 0;
  /** Since the clock was read last. */
  #unseenFuel = 0;
  #unseenItems = 0;

  constructor(signal: Signal) {
    this.#signal = signal;
  }

  /** Instructions until {@link onSlice} is called: as many as this seat lately ran in a slice's time. */
  get fuel(): bigint {
    return BigInt(Math.round(this.#fuel));
  }

  /** Milliseconds of work since the last rest. */
  get workedMs(): number {
    return performance.now() - this.#begunAt;
  }

  /** Milliseconds that the slowest item since {@link takeSlowestMs} took at most, rests inside it included. */
  get slowestMs(): number {
    return this.#slowestMs;
  }

  /** {@link slowestMs}, and begins it anew. */
  takeSlowestMs(): number {
    const slowestMs = this.#slowestMs;
    this.#slowestMs = 0;
    return slowestMs;
  }

  begin(order: number): void {
    this.#order = order;
    this.#begunAt = performance.now();
    this.#itemAt = this.#begunAt;
    this.#measuredAt = null;
    this.#unseenFuel = 0;
    this.#unseenItems = 0;
  }

  /** Returns whether it is time to rest and to look at messages. */
  itemEnded(fuel: bigint): boolean {
    this.#unseenFuel += Number(fuel);
    this.#unseenItems++;
    this.#measuredAt = null;
    if (this.#unseenFuel < LOOK_FUEL && this.#unseenItems < LOOK_ITEMS) return false;
    this.#unseenFuel = 0;
    this.#unseenItems = 0;
    const now = performance.now();
    this.#slowestMs = Math.max(this.#slowestMs, now - this.#itemAt);
    this.#itemAt = now;
    return this.#isOver(now);
  }

  /** Inside an item of a hooked build. Throws Stopped when its order is to end. A property, so that it may be passed on alone. */
  readonly onSlice = (): void => {
    const now = performance.now();
    const measuredAt = this.#measuredAt;
    if (measuredAt !== null) this.#fitFuel(now - measuredAt);
    if (this.#isOver(now) && !this.#signal.isStopped(this.#order)) this.#rest(now);
    if (this.#signal.isStopped(this.#order)) throw new Stopped();
    // Every other slice: the one after a change may have begun before it, and the first of an item in the item before.
    this.#measuredAt = measuredAt === null ? performance.now() : null;
  };

  #isOver(now: number): boolean {
    return now - this.#begunAt >= sliceMs(this.#signal.share);
  }

  #rest(now: number): void {
    const ms = restMs(now - this.#begunAt, this.#signal.share);
    // Where no thread can sleep, the time worked is owed until the item ends.
    if (ms > 0 && this.#signal.sleep(ms)) this.#begunAt = performance.now();
  }

  #fitFuel(tookMs: number): void {
    const wantedMs = Math.min(FUEL_SLICE_MS, sliceMs(this.#signal.share));
    const factor = Math.min(STEP, Math.max(1 / STEP, wantedMs / tookMs));
    this.#fuel = Math.min(MOST_FUEL, Math.max(LEAST_FUEL, this.#fuel * factor));
  }
}
