import { type Column, encodeRow, LIMITS } from '@manyhands/protocol';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { manyhands } from './client.ts';
import { pointsOf, pointsOfList, range } from './sweep.ts';
import { rowsOf } from './tables/table.ts';

const column = (name: string, type: Column['type']): Column => ({ name, type, optional: false, doc: '' });
const columns = [column('a', 'i32'), column('b', 'f64'), column('c', 'string')];

describe('a sweep', () => {
  it('has every combination, the last column running fastest, and says which an item is', async () => {
    const { inputs, at } = pointsOf({ c: ['x', 'y'], a: range(4, 0, -2), b: [0.5] }, columns);
    const points = [0, 1, 2, 3].map(at);
    expect(points).toEqual([
      { a: 4, b: 0.5, c: 'x' },
      { a: 4, b: 0.5, c: 'y' },
      { a: 2, b: 0.5, c: 'x' },
      { a: 2, b: 0.5, c: 'y' },
    ]);
    expect(await rowsOf(inputs, columns)).toEqual(points.map(({ a, b, c }) => encodeRow(columns, [a, b, c])));
  });

  it('of ranges alone is a grid, which has no rows anywhere', () => {
    const two = columns.slice(0, 2);
    const { inputs, at } = pointsOf({ a: range(0, 1_000_000), b: range(0, 1_000_000) }, two);
    expect(inputs.kind).toBe('grid');
    expect(at(123_456_789_012)).toEqual({ a: 123_456, b: 789_012 });
  });

  it.each([
    ['an axis too few', { a: [1], b: [1] }],
    ['an axis too many', { a: [1], b: [1], c: ['x'], d: [2] }],
    ['a range without end', { a: range(0, 1, 0), b: [1], c: ['x'] }],
    ['lists that make too many rows', { a: range(0, LIMITS.itemsPerJob), b: [1, 2], c: ['x'] }],
  ])('with %s is refused', (_what, axes) => {
    expect(() => pointsOf(axes, columns)).toThrow(expect.objectContaining({ code: 'TABLE_INVALID' }));
  });

  it('tells the types of its points', () => {
    const client = manyhands('http://127.0.0.1:1');
    const sweep = client.sweep({ kernel: 'k' }, { a: range(0, 3), b: [1, 2], c: ['x'] });
    type Input = Awaited<ReturnType<(typeof sweep)['all']>>[number]['input'];
    expectTypeOf<Input>().toEqualTypeOf<{
      readonly a: number | bigint;
      readonly b: number;
      readonly c: string;
    }>();
    const map = client.map<number, { result: bigint }>({ kernel: 'k' }, [1, 2]);
    expectTypeOf<Awaited<ReturnType<(typeof map)['all']>>[number]['output']>().toEqualTypeOf<{
      result: bigint;
    } | null>();
  });
});

it('a list may have rows or bare values', async () => {
  const one = [column('a', 'i32')];
  for (const list of [
    [3, 4],
    [[3], [4]],
    [{ a: 3 }, { a: 4 }],
  ]) {
    const { inputs, at } = pointsOfList<unknown>(list);
    expect(await rowsOf(inputs, one)).toEqual([3, 4].map((a) => encodeRow(one, [a])));
    expect(at(1)).toBe(list[1]);
  }
});
