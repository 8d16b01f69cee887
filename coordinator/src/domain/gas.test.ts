import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, feeFor, isSponsored, pays } from './gas.ts';

const GWEI = 10n ** 9n;

describe('what gas costs', () => {
  it('is a whole number of token units, rounded up', () => {
    // 100,000 gas at 20 gwei are 0.002 coins; a coin is worth 3,000 tokens of 10^9 units.
    expect(costOf({ gas: 100_000n, price: 20n * GWEI }, 3_000n * GWEI)).toBe(6n * GWEI);
    expect(costOf({ gas: 1n, price: 1n }, 1n)).toBe(1n);
    expect(costOf({ gas: 100_000n, price: 20n * GWEI }, 0n)).toBe(0n);
    expect(feeFor(101n)).toBe(122n);
  });
});

describe('[RC1] a claim on terms', () => {
  it.each([
    ['pays where payee and relayer both get the gas’s cost', { fee: 120n, net: 100n }, 100n, true],
    ['does not where the payee gets less than it costs', { fee: 120n, net: 99n }, 100n, false],
    ['does not where the fee is below the cost', { fee: 99n, net: 1_000n }, 100n, false],
    ['does not where nothing is left for the payee', { fee: 0n, net: 0n }, 0n, false],
    ['pays for one unit where gas is free', { fee: 0n, net: 1n }, 0n, true],
  ])('%s', (_, terms, cost, expected) => {
    expect(pays(terms, cost)).toBe(expected);
  });

  it('quoted from what is due never leaves either side below the cost', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), fc.bigInt(0n, 10n ** 18n), (due, cost) => {
        const fee = feeFor(cost);
        const net = due > fee ? due - fee : 0n;
        if (!pays({ fee, net }, cost)) return;
        expect(fee + net).toBe(due);
        expect(fee >= cost && net >= cost && net > 0n).toBe(true);
      }),
    );
  });
});

describe('[RC1] a claim at the operator’s cost', () => {
  it('takes no more than its share of what is claimed', () => {
    expect(isSponsored(1_000n, 50n, 50_000)).toBe(true);
    expect(isSponsored(1_000n, 51n, 50_000)).toBe(false);
    expect(isSponsored(1n, 0n, 0)).toBe(true);
    expect(isSponsored(0n, 0n, 50_000)).toBe(false);
  });
});
