import { blockOf, type ItemStatus, itemDigest, packResults, toHex } from '@manyhands/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestOf, keep, traceOf, traceOfKept } from './traces.ts';

const result = fc.record({
  status: fc.constantFrom<ItemStatus>(0, 1, 2),
  fuel: fc.bigInt(0n, 2n ** 53n - 1n),
  output: fc.uint8Array({ maxLength: 100 }),
});

it('a trace tells results apart as their digests do, wherever they stand, and gives the digest', () => {
  fc.assert(
    fc.property(fc.array(result, { minLength: 1, maxLength: 6 }), (results) => {
      const traces = results.map(traceOf);
      const digests = results.map((each) => toHex(itemDigest(each)));
      expect(traces.map(digestOf)).toEqual(digests);
      for (let i = 0; i < results.length; i++)
        for (let j = 0; j < i; j++) expect(traces[i] === traces[j]).toBe(digests[i] === digests[j]);
    }),
  );
});

it('of a few kept items the traces are those of the items, and nothing is known of the others', () => {
  const some = fc.array(result, { minLength: 1, maxLength: 12 }).chain((results) =>
    fc.record({
      results: fc.constant(results),
      positions: fc.shuffledSubarray(results.map((_, i) => i)),
    }),
  );
  fc.assert(
    fc.property(some, ({ results, positions }) => {
      const kept = keep(blockOf(packResults(results)), positions);
      results.forEach((each, i) => {
        expect(traceOfKept(kept, i)).toBe(positions.includes(i) ? traceOf(each) : null);
      });
    }),
  );
});
