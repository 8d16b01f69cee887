import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readDelimited } from './delimited.ts';

/** As the reader asks the parser where there are quotes. */
const parsed = (text: string): unknown =>
  parse(text, {
    bom: true,
    delimiter: ',',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    cast: (cell, context) => (cell === '' && !context.quoting ? null : cell),
  }).map((each) => {
    const { record, info } = each as unknown as { record: unknown; info: { lines: number } };
    return { record, info: { lines: info.lines } };
  });

const text = fc
  .array(fc.constantFrom('a', '1', ' ', 'é', ',', '\n', '\n', '\r\n', '\r', '"b"', '""', '\ufeff', ''))
  .map((parts) => parts.join(''));

it('reads what has no quotes as the parser does, and leaves the rest to it', () => {
  fc.assert(
    fc.property(text, (table) => {
      let expected: unknown;
      try {
        expected = parsed(table);
      } catch {
        expect(() => readDelimited(table, ',')).toThrow(/cannot be read/);
        return;
      }
      const found = readDelimited(table, ',').map(({ record, info: { lines } }) => ({
        record,
        info: { lines },
      }));
      expect(found).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
