import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemResult } from './digest.ts';
import { decodeTable, encodeTable } from './items.ts';
import { packResults, unpackResults } from './results.ts';

const rows = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 });
const results = fc.array(
  fc.record<ItemResult>({
    status: fc.constantFrom(0, 1, 2),
    fuel: fc.bigInt(0n, 2n ** 64n - 1n),
    output: fc.uint8Array({ maxLength: 9 }),
  }),
  { maxLength: 20 },
);

describe('columns', () => {
  it('results come back as they were', () => {
    fc.assert(
      fc.property(results, (list) => {
        expect(unpackResults(packResults(list))).toEqual(list);
      }),
    );
  });

  it('[SE1] columns that disagree are refused', () => {
    const columns = packResults([{ status: 0, fuel: 1n, output: Uint8Array.of(1, 2) }]);
    expect(() => unpackResults({ ...columns, statuses: new Uint8Array(2) })).toThrow(/different lengths/);
    expect(() => unpackResults({ ...columns, outputs: new Uint8Array(1) })).toThrow(/exceed/);
    expect(() => unpackResults({ ...columns, outputs: new Uint8Array(3) })).toThrow(/left over/);
    expect(() => unpackResults({ ...columns, lengths: new Uint8Array(3) })).toThrow(/cut short/);
    expect(() => unpackResults({ ...columns, statuses: Uint8Array.of(3) })).toThrow(/no item status/);
  });

  it('a table comes back as it was, and any truncation of it is refused', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (list, cut) => {
        const table = encodeTable(list);
        expect(decodeTable(table)).toEqual(list);
        expect(() => decodeTable(table.subarray(0, cut % table.length))).toThrow(/truncated|not a table/);
      }),
    );
  });
});
