import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bill, payFor, priceAt, priceOf, type SlicePrice, tokenUnitsOwed, worstPrice } from './pay.ts';
import { siteShares, type VisitId } from './site-shares.ts';

const VISIT = 7 as VisitId;

const NOBODYS = {
  payee: '',
  cause: '',
  sitePpm: 0,
  visitorPpm: 1_000_000,
  causePpm: 0,
};

const price = fc.record<SlicePrice>({
  payer: fc.constant('channel:x'),
  perCoreHour: fc.constant(0n),
  perGigafuel: fc.bigInt(0n, 10n ** 18n),
  feePpm: fc.integer({ min: 0, max: 500_000 }),
});
const execution = fc.record({
  fuel: fc.bigInt(0n, 10n ** 13n),
  payee: fc.constantFrom('', '0xa', '0xb'),
  site: fc.constantFrom(
    '',
    '0xs 1000000  0',
    '0xs 333333 0xc 333333',
    '0xa 700000 0xb 100000',
    ' 0 0xc 1000000',
    '0xs 0  0',
  ),
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

  it('[LG2] [SH4] a unit whose items cost their cap, each checked as often as foreseen, stays within its reservation', () => {
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
    };
    expect(payFor(p, [{ fuel: 1000n, payee: '', site: '', kind: 'work' }], 400n).entries).toEqual([
      { account: 'operator', amount: 900n, kind: 'work' },
      { account: 'operator', amount: 100n, kind: 'fee' },
      { account: 'channel:x', amount: -400n, kind: 'charge' },
      { account: 'operator', amount: -600n, kind: 'loss' },
    ]);
    expect(priceOf(p, 7n)).toBe(7n);
  });

  describe('for a site is split as its owner said', () => {
    const p: SlicePrice = { payer: 'channel:x', perCoreHour: 0n, perGigafuel: 1_000_000_000n, feePpm: 0 };
    const credits = (payee: string, site: string, fuel = 100n) =>
      payFor(p, [{ fuel, payee, site, kind: 'work' }], fuel)
        .entries.filter(({ kind }) => kind !== 'charge')
        .map(({ account, amount, kind }) => [account, amount, kind]);
    const split = siteShares(
      { ...NOBODYS, payee: '0xs', cause: '0xc', sitePpm: 250_000, causePpm: 100_000 },
      VISIT,
    );

    it('between site, cause and visitor', () => {
      expect(credits('0xa', split)).toEqual([
        ['payee:0xs', 25n, 'site'],
        ['payee:0xc', 10n, 'cause'],
        ['payee:0xa', 65n, 'work'],
      ]);
    });

    it('and a visitor who names nobody gives the site its part, or without a site’s address the cause', () => {
      expect(credits('', split)).toEqual([
        ['payee:0xc', 10n, 'cause'],
        ['payee:0xs', 90n, 'work'],
      ]);
      const causeAlone = siteShares({ ...NOBODYS, cause: '0xc', causePpm: 400_000 }, VISIT);
      expect(credits('', causeAlone)).toEqual([['payee:0xc', 100n, 'work']]);
      expect(credits('', siteShares(NOBODYS, VISIT))).toEqual([['operator', 100n, 'work']]);
    });

    it('exactly, by largest remainder', () => {
      const thirds = siteShares(
        { ...NOBODYS, payee: '0xs', cause: '0xc', sitePpm: 333_333, causePpm: 333_333 },
        VISIT,
      );
      const amounts = (fuel: bigint) => credits('0xa', thirds, fuel).map(([, amount]) => amount);
      expect(amounts(1n)).toEqual([1n]);
      expect(credits('0xa', thirds, 1n)).toEqual([['payee:0xa', 1n, 'work']]);
      expect(amounts(2n)).toEqual([1n, 1n]);
      expect(amounts(100n)).toEqual([33n, 33n, 34n]);
    });

    it('no part is a unit or more from its share, and together they are the whole', () => {
      fc.assert(
        fc.property(fc.bigInt(0n, 10n ** 24n), fc.nat(1_000_000), fc.nat(1_000_000), (fuel, a, b) => {
          const [sitePpm, causePpm] = [Math.min(a, b), Math.max(a, b) - Math.min(a, b)];
          const terms = siteShares({ ...NOBODYS, payee: '0xs', cause: '0xc', sitePpm, causePpm }, VISIT);
          const paid = new Map(
            credits('0xa', terms, fuel).map(([account, amount]) => [account, amount as bigint]),
          );
          const parts = [
            ['payee:0xs', sitePpm],
            ['payee:0xc', causePpm],
            ['payee:0xa', 1_000_000 - sitePpm - causePpm],
          ] as const;
          let sum = 0n;
          for (const [account, ppm] of parts) {
            const amount = paid.get(account) ?? 0n;
            const off = amount * 1_000_000n - fuel * BigInt(ppm);
            expect(off < 1_000_000n && off > -1_000_000n).toBe(true);
            sum += amount;
          }
          expect(sum).toBe(fuel);
        }),
      );
    });

    it('[SA1] is credited to the visit, by role: all of it, and what nobody has for the visitor to the site', () => {
      const billed = (payee: string, site: string) =>
        payFor(p, [{ fuel: 100n, payee, site, kind: 'work' }], 100n).credits;
      expect(billed('0xa', split)).toEqual([{ visit: VISIT, site: 25n, cause: 10n, visitor: 65n }]);
      expect(billed('', split)).toEqual([{ visit: VISIT, site: 90n, cause: 10n, visitor: 0n }]);
      const causeAlone = siteShares({ ...NOBODYS, cause: '0xc', causePpm: 400_000 }, VISIT);
      expect(billed('', causeAlone)).toEqual([{ visit: VISIT, site: 0n, cause: 100n, visitor: 0n }]);
      expect(billed('', siteShares(NOBODYS, VISIT))).toEqual([
        { visit: VISIT, site: 0n, cause: 0n, visitor: 0n },
      ]);
      expect(billed('0xa', '')).toEqual([]);
      // As it was written before visits were counted.
      expect(billed('0xa', '0xs 250000 0xc 100000')).toEqual([]);
    });
  });

  it('[ST11] the zero address earns for the operator, whoever named it', () => {
    const nobody = `0x${'0'.repeat(40)}`;
    const price = { payer: 'channel:x', perCoreHour: 0n, perGigafuel: 10n ** 9n, feePpm: 100_000 };
    const roles = [{ role: 'author' as const, payee: nobody, ppm: 20_000 }];
    const sites = ['', `${nobody} 300000 ${nobody} 100000`, `0xs 300000 ${nobody} 100000`];
    const accounts = sites.flatMap((site) =>
      payFor(
        { ...price, roles },
        [{ fuel: 1_000n, payee: nobody, site, kind: 'work' }],
        10n ** 9n,
      ).entries.map(({ account }) => account),
    );
    expect([...new Set(accounts)].sort()).toEqual(['channel:x', 'operator', 'payee:0xs']);
  });

  it('fuel is priced by the reference core-hour, and never at nothing', () => {
    // 3600 ledger units an hour are one a second: half of it for 10^9 fuel at half a second.
    const job = { payer: 'channel:x', perCoreHour: 3_600n, feePpm: 0 };
    expect(priceAt({ ...job, perCoreHour: 36_000_000_000n }, 500_000_000).perGigafuel).toBe(5_000_000n);
    expect(priceAt(job, 2_000_000_000).perGigafuel).toBe(2n);
    expect(priceAt(job, 1).perGigafuel).toBe(1n);
  });

  it('what a channel owes is rounded up to whole token units', () => {
    expect([0n, 1n, 1_000_000n, 1_000_001n].map(tokenUnitsOwed)).toEqual([0n, 1n, 1n, 2n]);
  });
});
