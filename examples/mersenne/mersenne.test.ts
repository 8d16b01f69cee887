import type { ResultRow } from '@manyhands/examples-common';
import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import { beforeAll, expect, test } from 'vitest';
import { example } from './example.ts';
import { test as referenceTest } from './reference.ts';

let open: OpenExample<ResultRow>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);

test('every odd exponent leaves the residue that the reference finds, across all sizes of the highest limb', () => {
  for (let p = 3; p < 400; p += 2) expect([p, open.compute([p])]).toEqual([p, referenceTest(p)]);
});

test('a large prime and its neighbours are told apart', () => {
  for (const p of [2203, 2207, 2213]) expect(open.compute([p])).toEqual(referenceTest(p));
  expect(open.compute([2281]).prime).toBe(true);
});

test('exponents that the test is not made for are refused', () => {
  for (const p of [0, 1, 2, 4, 30_001]) expect(() => open.compute([p])).toThrow('the exponent must be odd');
});

test('the small job finds what is published', async () => {
  const rows = open.items.map((item) => open.compute(item));
  expect(await example.check(rows, 'small')).toHaveLength(2);
  expect(new TextDecoder().decode((await example.picture(rows, 'small')).bytes)).toMatch(/^<svg/);
  const wrong = rows.map((row, i) => (i === 40 ? { ...row, prime: true } : row));
  await expect(example.check(wrong, 'small')).rejects.toThrow('is prime for odd p');
});
