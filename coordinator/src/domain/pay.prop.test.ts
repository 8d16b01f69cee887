import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bill, payFor, priceAt, priceOf, type SlicePrice, tokenUnitsOwed, worstPrice } from './pay.ts';

const price = fc.record<SlicePrice>({
  payer: fc.constant('channel:x'),
  perCoreHour: fc.constant(0n),
  perGigafuel: fc.bigInt(0n, 10n ** 18n),
  feePpm: fc.integer({ min: 0, max: 500_000 }),
  sitePpm: fc.integer({ min: 0, max: 1_000_000 }),
});
const execution = fc.record({
  fuel: fc.bigInt(0n, 10n ** 13n),
  payee: fc.constantFrom('', '0xa', '0xb'),
  site: fc.constantFrom('', '0xs'),
  kind: fc.constantFrom('work' as const, 'audit' as const),
});

describe('what is paid for a unit', () => {
  it('[LG1] entries sum to zero, whatever is split', () => {
    fc.assert(
      fc.property(
        price,
        fc.array(execution, { maxLength: 8 }),
        fc.bigInt(0n, 10n ** 30n),
        (p, executions, limit) => {
          const { entries, charged } = payFor(p, executions, limit);
          expect(entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(0n);
          expect(charged).toBeLessThanOrEqual(limit);
          const taken = entries.filter((entry) => entry.amount < 0n);
          expect(taken.every((entry) => entry.account === p.payer || entry.kind === 'loss')).toBe(true);
        },
      ),
    );
  });

  it('[LG1] small amounts, added up as ordinary numbers, are paid to the unit as large ones are', () => {
    const some = fc.array(fc.tuple(fc.nat(2_000_000), execution), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        price,
        fc.bigInt(0n, 10n ** 12n),
        some,
        fc.bigInt(0n, 10n ** 30n),
        (p, per, given, limit) => {
          const cheap = { ...p, perGigafuel: per };
          const executions = given.map(([fuel, each]) => ({ ...each, fuel: BigInt(fuel) }));
          const bill = new Bill(cheap);
          for (const { fuel, kind, ...paid } of executions) bill.add(Number(fuel), paid, kind);
          expect(bill.close(limit)).toEqual(payFor(cheap, executions, limit));
        },
      ),
    );
  });

  it('[LG2] a unit whose items cost their cap, each checked as often as foreseen, stays within its reservation', () => {
    fc.assert(
      fc.property(
        price,
        fc.bigInt(1n, 10n ** 12n),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (p, cap, items, checksPpm) => {
          const checks = Math.floor((items * checksPpm) / 1_000_000);
          const work = { fuel: cap * BigInt(items), payee: '0xa', site: '', kind: 'work' as const };
          const audits = Array.from({ length: checks }, () => ({
            fuel: cap,
            payee: '0xb',
            site: '',
            kind: 'audit' as const,
          }));
          const reserved = BigInt(items) * worstPrice(p, cap, checksPpm);
          const { entries } = payFor(p, [work, ...audits], reserved);
          expect(entries.some((entry) => entry.kind === 'loss')).toBe(false);
        },
      ),
    );
  });

  it('nobody named earns for the operator, and what exceeds the limit is the operator’s loss', () => {
    const p: SlicePrice = {
      payer: 'channel:x',
      perCoreHour: 0n,
      perGigafuel: 1_000_000_000n,
      feePpm: 100_000,
      sitePpm: 500_000,
    };
    expect(payFor(p, [{ fuel: 1000n, payee: '', site: '', kind: 'work' }], 400n).entries).toEqual([
      { account: 'operator', amount: 900n, kind: 'work' },
      { account: 'operator', amount: 100n, kind: 'fee' },
      { account: 'channel:x', amount: -400n, kind: 'charge' },
      { account: 'operator', amount: -600n, kind: 'loss' },
    ]);
    expect(priceOf(p, 7n)).toBe(7n);
  });

  it('a site earns all of what a visitor did who named nobody, and its share where the visitor earns', () => {
    const p: SlicePrice = {
      payer: 'channel:x',
      perCoreHour: 0n,
      perGigafuel: 1_000_000_000n,
      feePpm: 0,
      sitePpm: 250_000,
    };
    const credits = (payee: string) =>
      payFor(p, [{ fuel: 100n, payee, site: '0xs', kind: 'work' }], 100n).entries.filter(
        ({ kind }) => kind !== 'charge',
      );
    expect(credits('')).toEqual([{ account: 'payee:0xs', amount: 100n, kind: 'work' }]);
    expect(credits('0xa')).toEqual([
      { account: 'payee:0xs', amount: 25n, kind: 'site' },
      { account: 'payee:0xa', amount: 75n, kind: 'work' },
    ]);
  });

  it('fuel is priced by the reference core-hour, and never at nothing', () => {
    // 3600 ledger units an hour are one a second: half of it for 10^9 fuel at half a second.
    const job = { payer: 'channel:x', perCoreHour: 3_600n, feePpm: 0, sitePpm: 0 };
    expect(priceAt({ ...job, perCoreHour: 36_000_000_000n }, 500_000_000).perGigafuel).toBe(5_000_000n);
    expect(priceAt(job, 2_000_000_000).perGigafuel).toBe(2n);
    expect(priceAt(job, 1).perGigafuel).toBe(1n);
  });

  it('what a channel owes is rounded up to whole token units', () => {
    expect([0n, 1n, 1_000_000n, 1_000_001n].map(tokenUnitsOwed)).toEqual([0n, 1n, 1n, 2n]);
  });
});
