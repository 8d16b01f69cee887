import { describe, expect, it } from 'vitest';
import { KnownError } from '../errors.ts';
import type { Column, ColumnType, Value } from '../schema.ts';
import { KEEP_LIMITS, type Keep, planKeep } from './keep.ts';
import { parseWhere } from './where.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const COLUMNS = [
  column('x', 'f64'),
  column('n', 'i64'),
  column('s', 'string'),
  column('b', 'bool'),
  column('f', 'f32'),
  column('m', 'i32', true),
  column('a', 'Float64Array'),
  column('two words', 'i32'),
];
type Cells = Partial<Record<'x' | 'n' | 's' | 'b' | 'f' | 'm', Value>>;
const rowOf = ({ x = 0, n = 0n, s = '', b = false, f = 0, m = null }: Cells): Value[] => [
  x,
  n,
  s,
  b,
  f,
  m,
  new Float64Array(),
  7,
];

describe('a condition', () => {
  const fits = (text: string, cells: Cells): boolean => parseWhere(text, COLUMNS).matches(rowOf(cells));

  it.each<[string, Cells, boolean]>([
    ['x > 80', { x: 81 }, true],
    ['x > 80', { x: 80 }, false],
    ['x >= -1.5e2', { x: -150 }, true],
    ['80 < x', { x: 81 }, true],
    ['x = 1 or x = 2 and n = 3', { x: 1 }, true],
    ['(x = 1 or x = 2) and n = 3', { x: 1 }, false],
    ['not x = 1', { x: 2 }, true],
    ['NOT (x = 1 OR b)', { x: 2, b: true }, false],
    ['b', { b: true }, true],
    ['not b and b != true', {}, true],
    ["s = 'it''s'", { s: "it's" }, true],
    ["s < 'b'", { s: 'a' }, true],
    ['n = 9007199254740993', { n: 9007199254740993n }, true],
    ['n = 9007199254740993', { n: 9007199254740992n }, false],
    ['n > x', { n: 2n, x: 1.5 }, true],
    ['n = x', { n: 2n, x: 2 }, true],
    ['n <> 2', { n: 2n }, false],
    ['f = 0.1', { f: Math.fround(0.1) }, true],
    ['m = null', {}, true],
    ['m != null and m > 3', { m: 4 }, true],
    ['m != 3', {}, false],
    ['x = x', { x: Number.NaN }, false],
    ['x != x', { x: Number.NaN }, true],
    ['"two words" = 7', {}, true],
  ])('%s', (text, cells, expected) => {
    expect(fits(text, cells)).toBe(expected);
  });

  it.each([
    ['', 1, 'a column, a number, or a text'],
    ['score > 80', 1, 'there is no column score; the results have x, n, s'],
    ['x >', 4, 'a column, a number, or a text'],
    ['x', 2, 'a comparison is needed'],
    ['x > 80 80', 8, '“80” is one too many'],
    ["x > 'a'", 3, 'a number cannot be compared with a text'],
    ['b < true', 3, 'can only be = or !='],
    ['(x > 1', 7, '“)” is needed'],
    ['a = 1', 1, 'column a is a Float64Array'],
    ['x > 1 ; drop', 7, 'cannot be read'],
    ["s = 'open", 5, 'cannot be read'],
    [`${'('.repeat(60)}b`, 52, 'more than 50 levels'],
  ])('is refused at its place: %s', (text, position, why) => {
    const refused = refusalOf({ where: text });
    expect(refused.details).toEqual({ field: 'where', position });
    expect(refused.message).toContain(why);
  });
});

describe('a reduction', () => {
  it('is named as it will stand in the table', () => {
    const plan = planKeep(
      {
        reduce: ' count, Sum( x ),min(n), mean(m),hist(x,50) ,hist(f,4,-1,1.5), sum(b),count()'.slice(0, -8),
      },
      COLUMNS,
    );
    expect(plan.reductions.map(({ name }) => name)).toEqual([
      'count',
      'sum(x)',
      'min(n)',
      'mean(m)',
      'hist(x,50)',
      'hist(f,4,-1,1.5)',
      'sum(b)',
    ]);
    expect(planKeep({ reduce: 'count()' }, COLUMNS).reductions).toHaveLength(1);
  });

  it.each([
    ['median(x)', 1, '“median” is none of count, sum'],
    ['sum(y)', 5, 'there is no column y'],
    ['sum(s)', 5, 'column s is a string; a column of numbers'],
    ['sum(x', 6, '“)” is needed'],
    ['sum(x),', 8, 'is none of'],
    ['sum(x),sum(x)', 8, 'stands there twice'],
    ['hist(x)', 7, 'how many bins?'],
    ['hist(x,1)', 8, 'from 2 to 10000'],
    ['hist(x,10001)', 8, 'from 2 to 10000'],
    ['hist(x,5,3,3)', 12, 'the upper bound must be above 3'],
    ['hist(x,9000),hist(f,9000)', 14, '10000 bins at most'],
    ['sum(x) min(x)', 8, 'one too many'],
  ])('is refused at its place: %s', (text, position, why) => {
    const refused = refusalOf({ reduce: text });
    expect(refused.details).toEqual({ field: 'reduce', position });
    expect(refused.message).toContain(why);
  });
});

describe('a top', () => {
  it.each([
    ['100', 4, '“:” is needed'],
    ['0:x', 1, 'from 1 to 10000'],
    ['1.5:x', 1, 'a whole one'],
    ['5:s', 3, 'a column of numbers'],
    ['5:x,n', 4, 'one too many'],
  ])('is refused at its place: %s', (text, position, why) => {
    const refused = refusalOf({ top: text });
    expect(refused.details).toEqual({ field: 'top', position });
    expect(refused.message).toContain(why);
  });

  it('bounds the bytes of its rows together', () => {
    const { top } = planKeep({ top: '100:-x' }, COLUMNS);
    expect(top).toMatchObject({ count: 100, order: 'lowest', column: 0 });
    expect((top?.rowBytes ?? 0) * 100).toBeLessThanOrEqual(KEEP_LIMITS.topBytes);
  });
});

it('a keep asks for something, for one thing, and in few words', () => {
  expect(refusalOf({}).message).toContain('what is to be kept?');
  expect(refusalOf({ reduce: 'count', top: '1:x' }).message).toContain('not both');
  expect(refusalOf({ where: ' '.repeat(5_000) }).message).toContain('4000 at most');
});

function refusalOf(keep: Keep): KnownError {
  try {
    planKeep(keep, COLUMNS);
  } catch (error) {
    if (error instanceof KnownError && error.code === 'KEEP_INVALID') return error;
    throw error;
  }
  throw new Error('it was not refused');
}
