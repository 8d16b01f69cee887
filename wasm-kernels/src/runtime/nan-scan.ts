/**
 * Whether memory from `start` to `end` (bytes) may hold a NaN that arithmetic gave, among floats of `width` bytes that lie
 * at multiples of their width: all bits of the exponent and the first of the fraction are set. `start` and `end` may cut
 * through a float; `memory` begins at a multiple of 8 and reaches to the end of the last one.
 *
 * A build with lazy NaNs stores floats nowhere else, so nothing else can differ between engines. To look at every byte
 * would find such a pattern in most outputs: it is also one in 500 of the places inside ordinary numbers.
 */
export function mayHoldNaN(memory: Uint8Array, start: number, end: number, width: 4 | 8): boolean {
  const quiet = width === 8 ? 0xf8 : 0xc0;
  for (let top = start - (start % width) + width - 1; top - width + 1 < end; top += width)
    if ((memory[top] & 0x7f) === 0x7f && memory[top - 1] >= quiet) return true;
  return false;
}
