import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, epochBound, feeFor, pays, priceAtMost, sponsorBound } from './gas.ts';

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

describe('the gas of an epoch', () => {
  const terms = { gasPpm: 20_000, leastPaid: 500n, patience: 3_600 };
  const stakes = { pays: 1_000n, leaving: 0n, waited: 0 };
  it.each([
    ['may take its share of what is paid', {}, 20n],
    ['is not spent on what pays too little', { pays: 499n }, null],
    ['may take all that is paid after so long', { waited: 3_600 }, 1_000n],
    ['may take all of little as well by then', { pays: 499n, waited: 3_600 }, 499n],
    ['may take what exits would take away', { leaving: 300n }, 300n],
    ['may do so below the least that is paid', { pays: 10n, leaving: 3n }, 3n],
    ['takes its share where exits would take less', { leaving: 7n }, 20n],
    ['is nothing where nothing new is paid', { pays: 0n, waited: 3_600 }, 0n],
  ])('%s', (_, change, bound) => {
    expect(epochBound({ ...stakes, ...change }, terms)).toBe(bound);
  });

  it('[ST5] never costs more than its bound at the price that is bound by it', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 8n),
        fc.bigInt(0n, 10n ** 18n),
        fc.bigInt(1n, 10n ** 15n),
        (gas, most, coinPrice) => {
          const price = priceAtMost(gas, most, coinPrice) as bigint;
          expect(costOf({ gas, price }, coinPrice)).toBeLessThanOrEqual(most);
          expect(costOf({ gas, price: price + 1n }, coinPrice)).toBeGreaterThanOrEqual(most);
        },
      ),
    );
    expect(priceAtMost(21_000n, 0n, 0n)).toBeNull();
  });
});

it('[RC1] a claim at the operator’s cost takes no more than its share of what is claimed', () => {
  expect(sponsorBound(1_000n, 50_000)).toBe(50n);
  expect(sponsorBound(19n, 50_000)).toBe(0n);
});
