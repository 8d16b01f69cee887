import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import { beforeAll, expect, test } from 'vitest';
import { type Columns, example, merge, recordsIn } from './example.ts';
import { WIDE_RECORDS } from './published.ts';
import { recordsOf, walkFrom } from './reference.ts';

let open: OpenExample<Columns>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);
const kernelRecords = (first: bigint, last: bigint) => recordsIn(open.compute([first, last]));

test('ranges have the records that the reference finds, beyond 64 bits too', () => {
  const ranges: [bigint, bigint][] = [
    [1n, 3000n],
    [1n, 1n],
    [99_001n, 100_000n],
    ...WIDE_RECORDS.map(([start]): [bigint, bigint] => [start - 20n, start + 20n]),
    [2n ** 63n - 5n, 2n ** 63n + 20n],
    [2n ** 64n - 30n, 2n ** 64n - 1n],
  ];
  for (const [first, last] of ranges) expect(kernelRecords(first, last)).toEqual(recordsOf(first, last));
});

test('records of ranges merge to those of the whole', () => {
  const parts = Array.from({ length: 10 }, (_, i) =>
    kernelRecords(BigInt(i * 700 + 1), BigInt((i + 1) * 700)),
  );
  expect(merge(parts)).toEqual(kernelRecords(1n, 7000n));
});

test('a carry out of the lower half of 128 bits is kept', () => {
  for (let n = 2n ** 64n - 1n; n > 2n ** 64n - 200n; n -= 2n)
    expect(kernelRecords(n, n).highest[0].peak).toBe(walkFrom(n).peak);
});

test('an empty range has no records, and 0 is refused', () => {
  expect(kernelRecords(5n, 4n)).toEqual({ longest: [], highest: [] });
  expect(() => kernelRecords(0n, 4n)).toThrow('no walk from 0 reaches 1');
});

test('the small job finds what is published, and a wrong row is noticed', async () => {
  const rows = open.items.map((item) => open.compute(item));
  expect(await example.check(rows, 'small')).toHaveLength(6);
  expect(new TextDecoder().decode((await example.picture(rows, 'small')).bytes)).toMatch(/^<svg/);
  const [first, ...others] = rows;
  const steps = Uint32Array.from(first.steps as Uint32Array, (n, i) => (i === 8 ? n + 1 : n));
  await expect(example.check([{ ...first, steps }, ...others], 'small')).rejects.toThrow('27:111');
});
