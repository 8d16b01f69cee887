import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemSpans } from './item-spans.ts';

const span = fc.tuple(fc.nat(60), fc.nat(12)).map(([first, length]) => ({ first, end: first + length }));

const setOf = (spans: readonly { first: number; end: number }[]): Set<number> =>
  new Set(spans.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, i) => first + i)));

describe('spans of items', () => {
  it('are the set of what was added, as text and back as well', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), span, (added, asked) => {
        const spans = new ItemSpans();
        for (const each of added) spans.add(each);
        const truth = setOf(added);
        expect(spans.size).toBe(truth.size);
        const missing = [...setOf([asked])].filter((item) => !truth.has(item));
        for (const set of [spans, ItemSpans.from(spans.text())])
          expect([...setOf(set.missing(asked))].sort((a, b) => a - b)).toEqual(missing);
        const rest = spans.without(asked);
        expect(rest.size).toBe([...truth].filter((item) => !setOf([asked]).has(item)).length);
      }),
    );
  });

  it('that follow each other are one', () => {
    const spans = new ItemSpans();
    for (let first = 0; first < 1_000_000; first += 1_000) spans.add({ first, end: first + 1_000 });
    expect(spans.text()).toBe('0.lfls');
  });

  it.each(['1', '1.2.3', 'x.-1', '0.zzzzzzzzz', '0.1.', 'ä.1', '1,2'])('are not read from “%s”', (text) => {
    expect(() => ItemSpans.from(text)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});
