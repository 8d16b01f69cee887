import { ITEM_STATUS, type ItemResult } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../runtime/kernel.ts';
import { refuseImpure } from './trial-run.ts';

const inputs = [1, 2, 3].map((x) => Uint8Array.of(x));
const fuelCap = 100n;

/** Kernels as no build is one: what an item gives may depend on how many ran before it in the instance. */
const kernelOf =
  (fuel: (x: number, before: number) => number, output: (x: number, before: number) => number) =>
  (): Pick<Kernel, 'runItem'> => {
    let before = 0;
    return {
      runItem: ([x]): ItemResult => {
        const at = before++;
        return { status: ITEM_STATUS.ok, fuel: BigInt(fuel(x, at)), output: Uint8Array.of(output(x, at)) };
      },
    };
  };

function tried(fresh: () => Pick<Kernel, 'runItem'>): void {
  const kernel = fresh();
  const items = inputs.map((input) => kernel.runItem(input, fuelCap));
  refuseImpure(fresh, { inputs, fuelCap }, items);
}

describe('the trial', () => {
  it('passes what depends on its input alone', () => {
    expect(() =>
      tried(
        kernelOf(
          (x) => 7 + x,
          (x) => 2 * x,
        ),
      ),
    ).not.toThrow();
  });

  it.each([
    [
      'gives other bytes after other items',
      kernelOf(
        () => 7,
        (x, before) => x + before,
      ),
    ],
    [
      'takes other fuel after other items',
      kernelOf(
        (_, before) => 7 + Math.min(1, before),
        (x) => x,
      ),
    ],
    [
      'only differs on its third run',
      kernelOf(
        () => 7,
        (x, before) => (before === 2 ? 0 : x),
      ),
    ],
  ])('refuses a kernel that %s', (_how, fresh) => {
    expect(() => tried(fresh)).toThrow(expect.objectContaining({ code: 'KERNEL_IMPURE' }));
  });
});
