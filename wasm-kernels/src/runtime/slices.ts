import { EXPORTS } from './build.ts';

/** Slices of fuel, for builds with a hook: a host that can do nothing while a kernel computes gets its turn in between. */
export interface SliceOptions {
  /** Fuel of one slice, about; read before each. */
  readonly fuel: bigint;
  /** Called between two slices of an item: may take its time, or throw {@link Stopped}. */
  onSlice(): void;
}

/** Thrown by `onSlice` to give an item up: no answer, and no failure of anything. */
export class Stopped extends Error {
  constructor() {
    super('the item was stopped between two slices');
    this.name = 'Stopped';
  }
}

/** A module that gives an imported function of type [] → [] as one of its own: tables take no functions of JavaScript. */
const WRAPPER = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0],
  ...[2, 7, 1, 1, 0x68, 1, 0x68, 0, 0],
  ...[7, 5, 1, 1, 0x68, 0, 0],
);

/**
 * Has an instance of a hooked build call the host after each slice. Slices are counted apart from fuel: how an item
 * ends and what it used do not depend on them.
 */
export function setSlices(exports: WebAssembly.Exports, slices: SliceOptions): void {
  const left = exports[EXPORTS.slice] as WebAssembly.Global;
  const next = (): void => {
    slices.onSlice();
    left.value = slices.fuel;
  };
  const wrapper = new WebAssembly.Instance(new WebAssembly.Module(WRAPPER), { h: { h: next } });
  (exports[EXPORTS.hook] as WebAssembly.Table).set(0, wrapper.exports.h);
  left.value = slices.fuel;
}
