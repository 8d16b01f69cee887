import { buildSumTree, type Payee, type TokenUnits, verifySumProof } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import type { Leaf } from './leaves.ts';
import { type Seen, shown, stepsAgainst, type Wishes } from './steps.ts';

const [ANN, BOB, CAT] = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}` as Payee);
const leavesOf = (...leaves: [Payee, bigint][]): Leaf[] =>
  leaves.map(([account, cumulative], index) => ({ index, account, cumulative: cumulative as TokenUnits }));
const FORMER = leavesOf([ANN, 10n], [BOB, 20n], [CAT, 30n]);
const receipt = (cumulative: bigint, dueEpoch: number) => ({
  ...{ index: 1, account: BOB, cumulative: String(cumulative), dueEpoch },
  signature: '0x',
});
const seen = (part: Partial<Seen>): Seen => ({
  ...{ epoch: 5, former: FORMER, next: FORMER, receipts: [], claimed: new Map() },
  ...part,
});
const WISHES: Wishes = { most: 2, accounts: [], random: () => 0.99 };
const kinds = (part: Partial<Seen>, wishes = WISHES): string[] =>
  stepsAgainst(seen(part), wishes).map(({ kind }) => kind);

describe('against a pending root', () => {
  it.each([
    ['one that only raises', leavesOf([ANN, 10n], [BOB, 21n], [CAT, 30n], [ANN, 5n]), []],
    ['a lowered leaf', leavesOf([ANN, 11n], [BOB, 19n], [CAT, 30n]), ['cancel']],
    ['a place that somebody else has', leavesOf([ANN, 10n], [CAT, 20n], [CAT, 30n]), ['cancel']],
    [
      'a leaf that is gone, in a tree as high',
      leavesOf([ANN, 10n], [BOB, 50n], [ANN, 0n]).slice(0, 2),
      ['cancel'],
    ],
    ['a tree without any leaf', [], ['cancel']],
  ])('%s', (_, next, expected) => {
    expect(kinds({ next })).toEqual(expected);
    for (const step of stepsAgainst(seen({ next }), WISHES)) {
      if (step.kind !== 'cancel') continue;
      expect(verifySumProof(buildSumTree(FORMER).word, step.was)).toBe(true);
    }
  });

  it.each([
    ['due, and as much is there', receipt(20n, 5), new Map(), []],
    ['due, and too little is there', receipt(21n, 5), new Map(), ['demandReceipt']],
    ['not due yet', receipt(21n, 6), new Map(), []],
    ['not due yet, and paid in silence', receipt(25n, 6), new Map([[1, 22n]]), ['demandReceipt']],
    ['not due yet, and paid as far as the root says', receipt(25n, 6), new Map([[1, 20n]]), []],
  ])('a receipt that is %s', (_, each, claimed, expected) => {
    expect(kinds({ receipts: [each], claimed })).toEqual(expected);
  });

  it('whose leaves are kept back, demands receipts that are due, and some leaves, own ones first', () => {
    expect(kinds({ next: null, receipts: [receipt(20n, 5)] })).toEqual([
      'demandReceipt',
      'demandLeaf',
      'demandLeaf',
    ]);
    const steps = stepsAgainst(seen({ next: null }), { ...WISHES, accounts: [BOB], most: 2 });
    expect(steps).toMatchObject([{ was: { account: BOB } }, { was: { account: CAT } }]);
    expect(kinds({ next: null }, { ...WISHES, most: 0 })).toEqual([]);
    expect(kinds({ next: null, former: null })).toEqual([]);
  });

  it('shows padding as zeros, and any leaf of a tree that is too small', () => {
    expect(shown(FORMER, 3)).toMatchObject({ index: 3, cumulative: 0n, account: `0x${'0'.repeat(40)}` });
    expect(shown(FORMER, 3).proof).toHaveLength(2);
    expect(shown(FORMER, 4)).toMatchObject({ index: 0, account: ANN });
    expect(shown([], 4)).toMatchObject({ index: 0, proof: [] });
  });
});
