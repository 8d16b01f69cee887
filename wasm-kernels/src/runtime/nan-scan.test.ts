import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayHoldNaN } from './nan-scan.ts';

/** What the scan stands for: the floats of this width that [start, end) touches. */
function holdsArithmeticNaN(
  memory: Uint8Array,
  [start, end]: readonly [number, number],
  width: 4 | 8,
): boolean {
  const view = new DataView(memory.buffer);
  for (let at = start - (start % width); at < end; at += width) {
    const upper = width === 8 ? view.getUint32(at + 4, true) >>> 19 : view.getUint32(at, true) >>> 22;
    const ones = width === 8 ? 0xfff : 0x1ff;
    if ((upper & ones) === ones) return true;
  }
  return false;
}

test('a NaN is found wherever a range touches it, and nothing else is', () => {
  const byte = fc.oneof(fc.constantFrom(0x7f, 0xff, 0xc0, 0xf8, 0xf0, 0), fc.nat(255));
  const bytes = fc.array(byte, { minLength: 32, maxLength: 32 }).map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(
      bytes,
      fc.nat(32),
      fc.nat(32),
      fc.constantFrom(4 as const, 8 as const),
      (memory, a, b, width) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)] as const;
        if (start === end) return;
        expect(mayHoldNaN(memory, start, end, width)).toBe(holdsArithmeticNaN(memory, [start, end], width));
      },
    ),
    { numRuns: 2000 },
  );
});
