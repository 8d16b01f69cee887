import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex, u32Bytes } from './bytes.ts';
import { type ItemResult, sha256, sha256Hex } from './digest.ts';
import {
  answerDigest,
  blockOf,
  packResults,
  resultAt,
  resultsCount,
  sameItem,
  unpackResults,
} from './results.ts';
import * as portable from './sha256.ts';

const results = fc.array(
  fc.record<ItemResult>({
    status: fc.constantFrom(0, 1, 2),
    fuel: fc.bigInt(0n, 2n ** 64n - 1n),
    output: fc.uint8Array({ maxLength: 9 }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('results in columns', () => {
  it('a block gives every item as it was packed', () => {
    fc.assert(
      fc.property(results, (list) => {
        const block = blockOf(packResults(list));
        expect(resultsCount(block)).toBe(list.length);
        expect(list.map((_, i) => resultAt(block, i))).toEqual(list);
        expect(unpackResults(block)).toEqual(list);
        expect(() => resultAt(block, list.length)).toThrow(RangeError);
      }),
    );
  });

  it('two results are the same only in status, fuel and output', () => {
    fc.assert(
      fc.property(results, fc.nat(), (list, at) => {
        const i = at % list.length;
        const one = packResults(list);
        expect(sameItem(one, i, blockOf(packResults([list[i]])), 0)).toBe(true);
        const changed = [
          { ...list[i], status: list[i].status === 0 ? 1 : 0 },
          { ...list[i], fuel: list[i].fuel ^ (1n << 40n) },
          { ...list[i], output: concatBytes(list[i].output, Uint8Array.of(0)) },
        ] as ItemResult[];
        for (const other of changed) expect(sameItem(one, i, packResults([other]), 0)).toBe(false);
      }),
    );
  });

  it('the digest of an answer is one hash over its columns, whichever form they have', () => {
    fc.assert(
      fc.property(results, (list) => {
        const columns = packResults(list);
        const { statuses, fuels, lengths, outputs } = columns;
        const whole = concatBytes(u32Bytes(list.length), statuses, fuels, lengths, outputs);
        expect(toHex(answerDigest(columns))).toBe(createHash('sha256').update(whole).digest('hex'));
        expect(answerDigest(blockOf(columns))).toEqual(answerDigest(columns));
      }),
    );
  });

  it('both forms of SHA-256 agree, and give plain bytes', () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(1000).fill(7)]) {
      expect(sha256(bytes)).toEqual(portable.sha256(bytes));
      expect(sha256Hex(bytes)).toBe(portable.sha256Hex(bytes));
    }
  });
});
