import { expect, it } from 'vitest';
import { multiplyHigh, philox } from './philox.ts';

const words = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16));

/** `kat_vectors` of the Random123 library: counter, key, result. */
it.each([
  ['0 0 0 0', '0 0', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
])('Philox 4x32-10 of counter %s gives what Random123 publishes', (counter, key, expected) => {
  const state = Uint32Array.from(words(counter));
  const [key0, key1] = words(key);
  philox(state, key0, key1);
  expect(Array.from(state)).toEqual(words(expected));
});

it('gives the upper half of products at and around the limits', () => {
  const edges = [0, 1, 2, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
  for (const a of edges)
    for (const b of edges) expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
});
