import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bill, type Execution, earningOf, payFor, type SlicePrice } from './pay.ts';
import { checkRoles, checkSame, type RoleShare, rolesOf } from './roles.ts';
import { siteShares, type VisitId } from './site-shares.ts';
import { addByLargestRemainder, byLargestRemainder } from './split.ts';

const MILLION = 1_000_000;
const ANN = { payee: `0x${'a'.repeat(40)}`, ppm: 20_000 };
const SITE = { payee: '0xs', sitePpm: 333_333, cause: '0xc', causePpm: 100_001, visitorPpm: 566_666 };

/** Millionths of any number of parts, which sum to a million. */
const shares = fc
  .array(fc.nat(MILLION), { minLength: 1, maxLength: 7 })
  .map((cuts) => [...cuts, 0, MILLION].sort((a, b) => a - b))
  .map((cuts) => cuts.slice(1).map((cut, i) => cut - cuts[i]));
const amount = fc.oneof(fc.bigInt(0n, 200n), fc.bigInt(0n, 10n ** 30n));
const inBig = (ppm: readonly number[]): bigint[] => ppm.map(BigInt);

describe('an amount that is split', () => {
  it('[SH1] sums up, and no part is a unit or more from its exact share', () => {
    fc.assert(
      fc.property(amount, shares, (whole, ppm) => {
        const parts = byLargestRemainder(whole, inBig(ppm));
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        for (const [i, part] of parts.entries()) {
          const off = part * BigInt(MILLION) - whole * BigInt(ppm[i]);
          expect(off < MILLION && off > -MILLION).toBe(true);
        }
      }),
    );
  });

  it('[SH1] gives a greater share never less, and of a greater amount no part less but for one unit', () => {
    fc.assert(
      fc.property(amount, amount, shares, (one, other, ppm) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const [before, after] = [less, more].map((whole) => byLargestRemainder(whole, inBig(ppm)));
        for (const [i, part] of before.entries()) expect(after[i]).toBeGreaterThanOrEqual(part - 1n);
        for (const [i, a] of ppm.entries())
          for (const [j, b] of ppm.entries()) if (a > b) expect(after[i] >= after[j]).toBe(true);
      }),
    );
    // That unit is real: of eleven the smallest of three has one, of ten it had two.
    const paradox = [6n, 6n, 2n];
    expect([10n, 11n].map((whole) => byLargestRemainder(whole, paradox)[2])).toEqual([2n, 1n]);
  });

  it('[SH1] is split alike as ordinary numbers and as big ones', () => {
    fc.assert(
      fc.property(fc.nat(9_000_000), shares, (whole, ppm) => {
        const sums = ppm.map(() => 0);
        addByLargestRemainder(sums, whole, ppm);
        expect(sums.map(BigInt)).toEqual(byLargestRemainder(BigInt(whole), inBig(ppm)));
      }),
    );
  });
});

const role = fc.record<RoleShare>({
  role: fc.constantFrom('author' as const, 'data' as const),
  payee: fc.constantFrom('0xa', '0xd', '0xe'),
  ppm: fc.integer({ min: 1, max: 100_000 }),
});
const price = fc.record<SlicePrice>({
  payer: fc.constant('channel:x'),
  perCoreHour: fc.constant(0n),
  perGigafuel: fc.bigInt(0n, 10n ** 12n),
  feePpm: fc.integer({ min: 0, max: 200_000 }),
  roles: fc.array(role, { maxLength: 4 }),
});
const execution = fc.record<Execution>({
  fuel: fc.bigInt(0n, 2_000_000n),
  payee: fc.constantFrom('', '0xa', '0xb'),
  site: fc.constantFrom('', siteShares(SITE, 7 as VisitId)),
  kind: fc.constantFrom('work' as const, 'audit' as const),
});

describe('a price in which authors and owners share', () => {
  it('[LG1] sums to zero, in ordinary numbers and in big ones alike', () => {
    fc.assert(
      fc.property(
        price,
        fc.array(execution, { maxLength: 6 }),
        fc.bigInt(0n, 10n ** 20n),
        (p, all, limit) => {
          const bill = new Bill(p);
          for (const { fuel, kind, ...paid } of all) bill.add(Number(fuel), paid, kind);
          const billed = bill.close(limit);
          expect(billed.entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(0n);
          expect(billed).toEqual(payFor(p, all, limit));
        },
      ),
    );
  });

  it('[SH1] gives each role within a unit of its share of every execution’s price', () => {
    fc.assert(
      fc.property(price, execution, (p, one) => {
        const whole = (one.fuel * p.perGigafuel) / 1_000_000_000n;
        const { entries } = payFor(p, [one], whole);
        const sum = (kind: string) =>
          entries.filter((entry) => entry.kind === kind).reduce((all, { amount }) => all + amount, 0n);
        const roles = p.roles ?? [];
        for (const [kind, ppm, units] of [
          ['fee', p.feePpm, 1],
          ['author', ppmOf(roles, 'author'), roles.length],
          ['data', ppmOf(roles, 'data'), roles.length],
        ] as const) {
          const off = sum(kind) * BigInt(MILLION) - whole * BigInt(ppm);
          expect(off <= units * MILLION && off >= -units * MILLION).toBe(true);
        }
        const earned = entries.filter(({ kind }) => kind === one.kind);
        expect(earningOf(p, one)).toBe(earned.reduce((all, entry) => all + entry.amount, 0n));
      }),
    );
  });

  it('[SH1] pays author, owner, site, cause, visitor and operator from one division', () => {
    const p: SlicePrice = {
      payer: 'channel:x',
      perCoreHour: 0n,
      perGigafuel: 1_000_000_000n,
      feePpm: 50_000,
      roles: [
        { role: 'author', payee: '0xauthor', ppm: 20_000 },
        { role: 'data', payee: '0xowner', ppm: 30_000 },
      ],
    };
    const split = siteShares({ ...SITE, sitePpm: 200_000, causePpm: 100_000 }, 7 as VisitId);
    const { entries } = payFor(p, [{ fuel: 1000n, payee: '0xv', site: split, kind: 'work' }], 1000n);
    expect(entries.map(({ account, amount, kind }) => [account, amount, kind])).toEqual([
      ['payee:0xs', 180n, 'site'],
      ['payee:0xc', 90n, 'cause'],
      ['payee:0xv', 630n, 'work'],
      ['payee:0xauthor', 20n, 'author'],
      ['payee:0xowner', 30n, 'data'],
      ['operator', 50n, 'fee'],
      ['channel:x', -1000n, 'charge'],
    ]);
  });
});

const ppmOf = (roles: readonly RoleShare[], role: string): number =>
  roles.filter((each) => each.role === role).reduce((sum, { ppm }) => sum + ppm, 0);

describe('who shares in a job’s price', () => {
  it('is its kernel’s author, and each dataset’s owner once', () => {
    const owners = new Map([['d1', { payee: '0xd', ppm: 5 }]]);
    expect(rolesOf(ANN, owners, [{ hash: 'd1' }, { hash: 'd2' }, { hash: 'd1' }])).toEqual([
      { role: 'author', ...ANN },
      { role: 'data', payee: '0xd', ppm: 5 },
    ]);
    expect(rolesOf(null, new Map(), [{ hash: 'd1' }])).toEqual([]);
  });

  it('[SH3] leaves whoever computes at least half of what the operator’s fee leaves', () => {
    const half: RoleShare[] = [
      { role: 'author', payee: '0xa', ppm: 200_000 },
      { role: 'data', payee: '0xd', ppm: 275_000 },
    ];
    expect(() => checkRoles(50_000, half)).not.toThrow();
    expect(() => checkRoles(50_001, half)).toThrow(/47\.5 % of the price/);
    expect(() => checkRoles(MILLION, [])).not.toThrow();
  });

  it('[SH2] is what was stated first, and nothing else', () => {
    expect(() => checkSame('this kernel', ANN, { ...ANN })).not.toThrow();
    for (const known of [null, { ...ANN, ppm: 20_001 }, { ...ANN, payee: '0xb' }])
      expect(() => checkSame('this kernel', known, ANN)).toThrow(
        expect.objectContaining({ code: 'SHARE_FIXED' }),
      );
  });
});
