import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from './bytes.ts';
import type { ItemResult } from './digest.ts';
import { encodeResultFrame, ResultFrames } from './result-frames.ts';
import { blockOf, packResults, unpackResults } from './results.ts';

const results = fc.array(
  fc.record<ItemResult>({
    status: fc.constantFrom(0, 1, 2),
    fuel: fc.bigInt(0n, 2n ** 64n - 1n),
    output: fc.uint8Array({ maxLength: 9 }),
  }),
  { minLength: 1, maxLength: 9 },
);
const parts = fc.array(results, { minLength: 1, maxLength: 4 });

describe('frames of results', () => {
  it('give what was put in, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 50 })),
        (frames, cuts) => {
          const bytes = concatBytes(
            ...frames.map((lists, i) =>
              encodeResultFrame(
                { standing: i % 2 === 0 ? 'final' : 'provisional', attempt: i, first: 2 ** 33 + i },
                lists.map((list) => ({ block: blockOf(packResults(list)), from: 1, end: list.length })),
              ),
            ),
          );
          const reader = new ResultFrames();
          const found = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const end = at + (cuts[i % Math.max(1, cuts.length)] ?? 7);
            found.push(...reader.push(bytes.slice(at, end)));
            at = end;
          }
          expect(reader.isWhole).toBe(true);
          expect(
            found.map(({ standing, attempt, first, block }) => ({
              standing,
              attempt,
              first,
              rows: unpackResults(block),
            })),
          ).toEqual(
            frames.map((lists, i) => ({
              standing: i % 2 === 0 ? 'final' : 'provisional',
              attempt: i,
              first: 2 ** 33 + i,
              rows: lists.flatMap((list) => list.slice(1)),
            })),
          );
        },
      ),
    );
  });

  const good = () =>
    encodeResultFrame({ standing: 'final', attempt: 0, first: 0 }, [
      {
        block: blockOf(packResults([{ status: 0, fuel: 5n, output: Uint8Array.of(1, 2) }])),
        from: 0,
        end: 1,
      },
    ]);

  it.each([
    ['too long', 3, 0x7f, 'FRAME_TOO_LARGE'],
    ['of no standing', 4, 2, 'FRAME_INVALID'],
    ['of more items than it has', 20, 9, 'FRAME_INVALID'],
    ['of an unknown status', 24, 3, 'FRAME_INVALID'],
    ['of lengths that do not fit', 33, 1, 'FRAME_INVALID'],
  ])('that are %s are refused', (_why, at, byte, code) => {
    const bytes = good();
    bytes[at] = byte;
    expect(() => new ResultFrames().push(bytes)).toThrow(expect.objectContaining({ code }));
  });
});
