import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { example } from './example.ts';
import { type Count, countOf } from './reference.ts';

let open: OpenExample<Count>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);
const kernelCount = (first: number, end: number) => open.compute([BigInt(first), BigInt(end)]);

test('ranges hold what the reference counts, to the last bit of the sum', () => {
  const even = fc.integer({ min: 0, max: 3_000_000 }).map((half) => 2 * half);
  fc.assert(
    fc.property(even, fc.integer({ min: 0, max: 600 }), (first, half) => {
      const end = first + 2 * half;
      expect(kernelCount(first, end)).toEqual(countOf(first, end));
    }),
  );
});

test('the beginning, where the base primes themselves are, is counted right at every end', () => {
  for (let end = 0; end <= 420; end += 2) expect(kernelCount(0, end)).toEqual(countOf(0, end));
});

test('a pair of twins across two segments or two ranges is counted once, where it begins', () => {
  const edge = 2 ** 19;
  expect(kernelCount(0, edge + 2000)).toEqual(countOf(0, edge + 2000));
  expect(kernelCount(16, 18).twins).toBe(1n);
  expect(kernelCount(18, 20).twins).toBe(0n);
});

test('large numbers are sieved as small ones are', () => {
  for (const first of [10 ** 10 - 100, 2 ** 32 - 50, 2 ** 40])
    expect(kernelCount(first, first + 300)).toEqual(countOf(first, first + 300));
});

test('odd ends and ranges beyond 2^48 are refused', () => {
  expect(() => kernelCount(1, 10)).toThrow('even');
  expect(() => kernelCount(0, 11)).toThrow('even');
  expect(() => kernelCount(0, 2 ** 48 + 2)).toThrow('2^48');
});

test('the small job finds what is published', { timeout: 60_000 }, async () => {
  const rows = open.items.map((item) => open.compute(item));
  expect(await example.check(rows, 'small')).toHaveLength(9);
  expect(new TextDecoder().decode((await example.picture(rows, 'small')).bytes)).toMatch(/^<svg/);
  const wrong = rows.map((row, i) => (i === 3 ? { ...row, twins: (row.twins as bigint) + 1n } : row));
  await expect(example.check(wrong, 'small')).rejects.toThrow('below 10^4');
});
