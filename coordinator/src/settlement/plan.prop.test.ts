import type { Payee, TokenUnits } from '@manyhands/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Leaf, planLeaves } from './plan.ts';

const payee = (n: number): Payee => `0x${n.toString(16).padStart(40, '0')}` as Payee;
const OPERATOR = payee(255);
const sum = (leaves: readonly Leaf[]): bigint => leaves.reduce((all, leaf) => all + leaf.cumulative, 0n);

/** Epochs, each with what payees earned in it (ledger units) and what vouchers brought in (token units). */
const epochs = fc.array(
  fc.record({
    earned: fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.bigInt({ min: 0n, max: 10n ** 12n })), {
      maxLength: 8,
    }),
    takings: fc.bigInt({ min: 0n, max: 5n * 10n ** 6n }),
  }),
  { minLength: 1, maxLength: 8 },
);

it('[ST1] [ST2] over any epochs: leaves stay below the total, never fall, keep their places, and exceed nobody’s earnings', () => {
  fc.assert(
    fc.property(epochs, (all) => {
      let leaves: readonly Leaf[] = [];
      let total = 0n;
      const earned = new Map<Payee, bigint>();
      for (const epoch of all) {
        for (const [n, amount] of epoch.earned) earned.set(payee(n), (earned.get(payee(n)) ?? 0n) + amount);
        total += epoch.takings;
        const plan = planLeaves(leaves, earned, OPERATOR, total);
        if (plan === null) throw new Error('a total that only grows is always enough');
        expect(sum(plan.leaves)).toBeLessThanOrEqual(total);
        leaves.forEach((leaf, i) => {
          expect(plan.leaves[i]).toMatchObject({ index: leaf.index, account: leaf.account });
          expect(plan.leaves[i].cumulative).toBeGreaterThanOrEqual(leaf.cumulative);
        });
        for (const leaf of plan.leaves)
          expect(leaf.cumulative * 1_000_000n).toBeLessThanOrEqual(earned.get(leaf.account) ?? 0n);
        expect(plan.leaves.map((leaf) => leaf.index)).toEqual(plan.leaves.map((_, i) => i));
        leaves = plan.leaves;
      }
    }),
  );
});

it('gives the operator its fees, and leaves roundings for those who will earn the rest of a unit', () => {
  const plan = planLeaves(
    [],
    new Map([
      [payee(1), 90_900_000n],
      [payee(2), 1_999_999n],
      [OPERATOR, 6_500_000n],
    ]),
    OPERATOR,
    100n,
  );
  expect(plan?.leaves.map((leaf) => [leaf.account, leaf.cumulative])).toEqual([
    [OPERATOR, 6n],
    [payee(1), 90n],
    [payee(2), 1n],
  ]);
});

it('shares in proportion what vouchers cover so far, and makes it up later', () => {
  const earned = new Map([
    [payee(1), 30_000_000n],
    [payee(2), 10_000_000n],
    [OPERATOR, 4_000_000n],
  ]);
  const first = planLeaves([], earned, OPERATOR, 20n);
  expect(first?.leaves.map((leaf) => leaf.cumulative)).toEqual([0n, 15n, 5n]);
  expect(first?.short).toBe(20n);
  const second = planLeaves(first?.leaves ?? [], earned, OPERATOR, 44n);
  expect(second?.leaves.map((leaf) => leaf.cumulative)).toEqual([4n, 30n, 10n]);
  expect(second?.short).toBe(0n);
});

it('[ST7] rounds nobody’s down to another’s: once vouchers cover what is owed, each has all whole units', () => {
  const units = fc.bigInt({ min: 0n, max: 10n ** 8n });
  const both = fc.record({ payees: fc.array(units, { minLength: 3, maxLength: 3 }), fee: units });
  fc.assert(
    fc.property(fc.array(both, { minLength: 1, maxLength: 12 }), (all) => {
      let leaves: readonly Leaf[] = [];
      const earned = new Map<Payee, bigint>();
      // Each payee's work is charged to a channel of its own.
      const owed = [0n, 0n, 0n];
      for (const { payees, fee } of all) {
        for (const [n, amount] of payees.entries()) {
          earned.set(payee(n + 1), (earned.get(payee(n + 1)) ?? 0n) + amount);
          owed[n] += amount + fee;
        }
        earned.set(OPERATOR, (earned.get(OPERATOR) ?? 0n) + 3n * fee);
        const total = owed.reduce((all, each) => all + (each + 999_999n) / 1_000_000n, 0n);
        const plan = planLeaves(leaves, earned, OPERATOR, total);
        leaves = plan?.leaves ?? [];
        for (const leaf of leaves)
          expect(leaf.cumulative).toBe((earned.get(leaf.account) ?? 0n) / 1_000_000n);
        expect(total - sum(leaves)).toBeLessThan(BigInt(leaves.length + owed.length));
      }
    }),
  );
});

it('settles nothing where more is rooted than there is', () => {
  const present = [{ index: 0, account: payee(1), cumulative: 5n as TokenUnits }];
  expect(planLeaves(present, new Map(), OPERATOR, 4n)).toBeNull();
});

it('leaves out what is no address, so that it keeps nobody from being paid', () => {
  const earned = new Map([
    ['nonsense' as Payee, 10n ** 9n],
    [payee(1), 5_000_000n],
  ]);
  expect(planLeaves([], earned, OPERATOR, 7n)?.leaves.map((leaf) => leaf.cumulative)).toEqual([0n, 5n]);
});

it('[ST11] gives the operator what was once booked for the zero address, which gets no leaf', () => {
  const earned = new Map([
    [payee(0), 5_500_000n],
    [payee(1), 7_000_000n],
    [OPERATOR, 2_500_000n],
  ]);
  const plan = planLeaves([], earned, OPERATOR, 100n);
  expect(plan?.leaves.map((leaf) => [leaf.account, leaf.cumulative])).toEqual([
    [OPERATOR, 8n],
    [payee(1), 7n],
  ]);
  // Whoever is owed something comes first.
  expect(planLeaves([], earned, OPERATOR, 9n)?.leaves.map((leaf) => leaf.cumulative)).toEqual([2n, 7n]);
  // A leaf of it that is there goes on having it.
  const old = [{ index: 0, account: payee(0), cumulative: 1n as TokenUnits }];
  const kept = planLeaves(old, earned, OPERATOR, 100n);
  expect(kept?.leaves.map((leaf) => leaf.cumulative)).toEqual([5n, 2n, 7n]);
});
