import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payee, TokenUnits } from './brand.ts';
import { equalBytes, toHex } from './bytes.ts';
import {
  buildSumTree,
  packedLeaves,
  type SumLeaf,
  type SumProof,
  sumRange,
  unpackedLeaves,
  verifySumProof,
  verifySumRange,
  wordSum,
} from './sumtree.ts';

const leaf = (n: number, cumulative: bigint): SumLeaf => ({
  account: `0x${n.toString(16).padStart(40, '0')}` as Payee,
  cumulative: cumulative as TokenUnits,
});

const anyLeaf = fc
  .tuple(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.bigInt({ min: 0n, max: 2n ** 57n }))
  .map(
    ([account, cumulative]): SumLeaf => ({
      account: `0x${toHex(account)}` as Payee,
      cumulative: cumulative as TokenUnits,
    }),
  );
const anyLeaves = fc.array(anyLeaf, { minLength: 1, maxLength: 40 });

describe('sum tree', () => {
  it('[ST1] commits in its root to the sum of all leaves and proves each at its own place only', () => {
    const property = fc.property(anyLeaves, fc.nat(), (leaves, pick) => {
      const tree = buildSumTree(leaves);
      expect(tree.sum).toBe(leaves.reduce((sum, { cumulative }) => sum + cumulative, 0n));
      expect(wordSum(tree.word)).toBe(tree.sum);
      const index = pick % leaves.length;
      const claim: SumProof = { ...leaves[index], index, proof: tree.proof(index) };
      expect(claim.proof).toHaveLength(tree.depth);
      expect(verifySumProof(tree.word, claim)).toBe(true);
      expect(verifySumProof(tree.word, { ...claim, index: index + 2 ** tree.depth })).toBe(false);
      expect(verifySumProof(tree.word, { ...claim, cumulative: (claim.cumulative + 1n) as TokenUnits })).toBe(
        false,
      );
      const elsewhere = index ^ 1;
      const twin = leaves[elsewhere] ?? leaf(0, 0n);
      const same = twin.account === claim.account && twin.cumulative === claim.cumulative;
      if (!same && tree.depth > 0) {
        expect(verifySumProof(tree.word, { ...claim, index: elsewhere })).toBe(false);
      }
    });
    fc.assert(property, { numRuns: 60, verbose: true });
  });

  it('matches the words that the contract computes', () => {
    // From contracts/forge/SumTree.t.sol, which pins the same three.
    const account = '1111111111111111111111111111111111111111';
    expect(toHex(buildSumTree([leaf(0, 0n)].slice(1)).word)).toBe('0'.repeat(64));
    const one = buildSumTree([{ account: `0x${account}` as Payee, cumulative: 7n as TokenUnits }]);
    expect(toHex(one.word)).toBe('d3a13b24a96d0589b9a7a36b9047e787c703aa531d596ef60000000000000007');
    const three = buildSumTree([1, 2, 3].map((n) => leaf(n, BigInt(n) * 10n ** 9n)));
    expect(toHex(three.word)).toBe('5a3a8167c5438fd51c559017dcc443d27796dac9fc02eca50000000165a0bc00');
  });

  it('has an empty proof for a single leaf and pads with words that prove nothing', () => {
    expect(buildSumTree([leaf(1, 5n)])).toMatchObject({ depth: 0, sum: 5n });
    const tree = buildSumTree([leaf(1, 1n), leaf(2, 2n), leaf(3, 3n)]);
    expect(tree.depth).toBe(2);
    expect(equalBytes(tree.proof(2)[0], new Uint8Array(32))).toBe(true);
    expect(toHex(tree.proof(3)[0])).toBe(toHex(buildSumTree([leaf(3, 3n)]).word));
    expect(() => tree.proof(4)).toThrow(RangeError);
    const padding: SumProof = { ...leaf(0, 0n), index: 3, proof: tree.proof(2) };
    expect(verifySumProof(tree.word, padding)).toBe(false);
  });

  it('refuses to build what the hub could not hold', () => {
    expect(() => buildSumTree([leaf(1, 2n ** 64n - 1n), leaf(2, 1n)])).toThrow(RangeError);
    expect(() => buildSumTree([leaf(1, 2n ** 64n)])).toThrow(RangeError);
    expect(() => buildSumTree([leaf(1, -1n)])).toThrow(RangeError);
    expect(() => buildSumTree([{ ...leaf(1, 1n), account: '0x12' as Payee }])).toThrow(RangeError);
  });

  it('[ST1] proves a whole subtree at its own place only, padding included, and reads what it packed', () => {
    const property = fc.property(anyLeaves, fc.nat(), fc.nat(), (any, height, pick) => {
      // An account of zeros with nothing stands for padding.
      const leaves = any.map((each) => ({ ...each, cumulative: (each.cumulative + 1n) as TokenUnits }));
      const tree = buildSumTree(leaves);
      const width = 2 ** (height % (tree.depth + 1));
      const first = (pick % Math.ceil(leaves.length / width)) * width;
      const range = sumRange(tree, leaves, { first, width });
      expect(verifySumRange(tree.word, range)).toBe(true);
      expect(verifySumRange(tree.word, { ...range, first: first + 2 ** tree.depth })).toBe(false);
      const changed = range.leaves.slice();
      changed[27] ^= 1;
      for (const bad of [
        { ...range, leaves: changed },
        { ...range, leaves: range.leaves.slice(1) },
        { ...range, width: 3 },
        { ...range, proof: [...range.proof, new Uint8Array(31)] },
      ])
        expect(verifySumRange(tree.word, bad)).toBe(false);
      expect(unpackedLeaves(packedLeaves(leaves, 0, leaves.length))).toEqual(leaves);
    });
    fc.assert(property, { numRuns: 60, verbose: true });
    expect(() => unpackedLeaves(new Uint8Array(27))).toThrow(RangeError);
  });

  it('[SE1] proves nothing from malformed input', () => {
    const tree = buildSumTree([leaf(1, 1n), leaf(2, 2n)]);
    const claim: SumProof = { ...leaf(1, 1n), index: 0, proof: tree.proof(0) };
    const huge = new Uint8Array(32).fill(255);
    const cases: SumProof[] = [
      { ...claim, index: -1 },
      { ...claim, index: 0.5 },
      { ...claim, index: Number.NaN },
      { ...claim, account: 'nobody' as Payee },
      { ...claim, proof: [new Uint8Array(31)] },
      { ...claim, proof: [huge] },
      { ...claim, proof: [] },
      { ...claim, proof: Array.from({ length: 2000 }, () => huge) },
    ];
    for (const bad of cases) expect(verifySumProof(tree.word, bad)).toBe(false);
  });
});
