import { expect, it } from 'vitest';
import { FuelMapper } from './fuel-map.ts';

it('buckets cover the span without a gap, and tell least, mean, most and the slowest of each', () => {
  const mapper = new FuelMapper({ from: 10, to: 20, buckets: 4 });
  for (let item = 0; item < 30; item++) mapper.add(item, item === 14 ? 900 : item);
  const { buckets, seen, slowest } = mapper.map();
  expect(seen).toBe(10);
  expect(buckets).toEqual([
    { first: 10, count: 3, seen: 3, failed: 0, least: 10, mean: 11, most: 12, slowest: 12 },
    { first: 13, count: 3, seen: 3, failed: 0, least: 13, mean: (13 + 900 + 15) / 3, most: 900, slowest: 14 },
    { first: 16, count: 3, seen: 3, failed: 0, least: 16, mean: 17, most: 18, slowest: 18 },
    { first: 19, count: 1, seen: 1, failed: 0, least: 19, mean: 19, most: 19, slowest: 19 },
  ]);
  expect(slowest.slice(0, 2)).toEqual([
    { item: 14, fuel: 900 },
    { item: 19, fuel: 19 },
  ]);
});

it('of a bucket in which nothing was seen, or all failed, there is no fuel, and fewer items than buckets make a bucket each', () => {
  const mapper = new FuelMapper({ from: 0, to: 3, buckets: 512 });
  mapper.add(1, 5);
  mapper.add(2, null);
  expect(mapper.map().buckets).toEqual([
    { first: 0, count: 1, seen: 0, failed: 0, least: null, mean: null, most: null, slowest: null },
    { first: 1, count: 1, seen: 1, failed: 0, least: 5, mean: 5, most: 5, slowest: 1 },
    { first: 2, count: 1, seen: 1, failed: 1, least: null, mean: null, most: null, slowest: null },
  ]);
});

it('an empty span has no buckets', () => {
  expect(new FuelMapper({ from: 4, to: 4, buckets: 9 }).map()).toEqual({ buckets: [], slowest: [], seen: 0 });
});

it('of many items the twenty slowest are kept, the slowest first', () => {
  const mapper = new FuelMapper({ from: 0, to: 1000, buckets: 10 });
  for (let i = 0; i < 1000; i++) mapper.add(i, (i * 7919) % 1009);
  const fuels = mapper.map().slowest.map(({ fuel }) => fuel);
  const all = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009).sort((a, b) => b - a);
  expect(fuels).toEqual(all.slice(0, 20));
});
