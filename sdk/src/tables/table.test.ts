import { gzipSync } from 'node:zlib';
import { type Column, type ColumnType, decodeRow, type KnownError } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { formatOfName, formatOfText } from './format.ts';
import type { Inputs } from './inputs.ts';
import { rowsOf } from './table.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const READ = [column('read', 'string')];
const POINT = [column('x', 'i32'), column('y', 'f64'), column('label', 'string', true)];

const decoded = async (inputs: Inputs, columns: readonly Column[]) =>
  (await rowsOf(inputs, columns)).map((row) => decodeRow(columns, row));
const csv = (content: string): Inputs => ({ kind: 'table', content, format: 'csv' });

async function refusal(inputs: Inputs, columns: readonly Column[]): Promise<KnownError> {
  return rowsOf(inputs, columns).then(
    () => expect.unreachable('the table should be refused'),
    (error) => error as KnownError,
  );
}

describe('CSV and TSV', () => {
  it('matches columns by name, whatever their order and case, and ignores others', async () => {
    const rows = await decoded(csv('Y,other,X\n0.5,a,1\n-1e3,b,-2\n'), POINT);
    expect(rows).toEqual([
      [1, 0.5, null],
      [-2, -1000, null],
    ]);
  });

  it('tells an absent text from an empty one', async () => {
    const rows = await decoded(csv('x,y,label\n1,1,\n1,1,""\n1,1,"a ""b"",\nc"\n'), POINT);
    expect(rows.map((row) => row[2])).toEqual([null, '', 'a "b",\nc']);
  });

  it('names row, line and column of a cell that does not fit', async () => {
    const error = await refusal(csv('x,y\n1,1\n2,abc\n'), POINT);
    expect(error.code).toBe('ROW_INVALID');
    expect(error.message).toMatch(/row 2 \(line 3\): column y/);
    expect(error.details).toMatchObject({ row: 2, line: 3 });
  });

  it('refuses a truncated row and says so', async () => {
    const error = await refusal(csv('x,y,label\n1,1,a\n2,3'), POINT);
    expect(error.code).toBe('ROW_INVALID');
    expect(error.message).toMatch(/row 2.*2 of 3 cells.*truncated/);
  });

  it('refuses a quote that is never closed', async () => {
    expect((await refusal(csv('x,y\n1,"1\n'), POINT)).code).toBe('TABLE_INVALID');
  });

  it('says which column the header lacks', async () => {
    const error = await refusal(csv('x,z\n1,2\n'), POINT);
    expect(error.code).toBe('TABLE_INVALID');
    expect(error.message).toMatch(/“y” \(f64\).*“x”, “z”/);
  });

  it('reads TSV, arrays and 64-bit integers exactly', async () => {
    const columns = [column('a', 'Int16Array'), column('n', 'u64')];
    const content = 'a\tn\n1 -2 3\t18446744073709551615\n';
    const rows = await decoded({ kind: 'table', content, name: 'x.tsv' }, columns);
    expect(rows).toEqual([[Int16Array.of(1, -2, 3), 18446744073709551615n]]);
  });

  it('refuses a table without rows', async () => {
    expect((await refusal(csv('x,y\n'), POINT)).message).toMatch(/no rows/);
  });
});

describe('NDJSON', () => {
  const ndjson = (content: string): Inputs => ({ kind: 'table', content });

  it('reads objects and arrays', async () => {
    const rows = await decoded(ndjson('{"y":1.5,"x":7,"label":""}\n[1,2,null]\n'), POINT);
    expect(rows).toEqual([
      [7, 1.5, ''],
      [1, 2, null],
    ]);
  });

  it('names the line that is cut short', async () => {
    const error = await refusal(ndjson('{"y":1.5,"x":7}\n{"y":1.5,'), POINT);
    expect(error.code).toBe('ROW_INVALID');
    expect(error.message).toMatch(/row 2 \(line 2\).*truncated/);
  });

  it('refuses numbers that lost digits on the way', async () => {
    const error = await refusal(ndjson('{"n":18446744073709551615}'), [column('n', 'u64')]);
    expect(error.message).toMatch(/strings/);
    expect(await decoded(ndjson('{"n":"18446744073709551615"}'), [column('n', 'u64')])).toEqual([
      [18446744073709551615n],
    ]);
  });
});

describe('FASTQ and FASTA', () => {
  const fastq = '@r1 first\nACGT\n+\n!!!!\n@r2\nGG\n+r2\n@>\n';

  it('gives the only text column the sequence', async () => {
    expect(await decoded({ kind: 'table', content: fastq }, READ)).toEqual([['ACGT'], ['GG']]);
  });

  it('fills columns by the names of the parts', async () => {
    const columns = [column('quality', 'string'), column('id', 'string'), column('seq', 'string')];
    expect(await decoded({ kind: 'table', content: fastq }, columns)).toEqual([
      ['!!!!', 'r1', 'ACGT'],
      ['@>', 'r2', 'GG'],
    ]);
  });

  it('unpacks gzip', async () => {
    const content = new Uint8Array(gzipSync(fastq));
    expect(await decoded({ kind: 'table', content, name: 'a.fq.gz' }, READ)).toHaveLength(2);
  });

  it.each([
    ['@r1\nACGT\n+\n', /record 1 \(line 1\).*truncated/],
    ['@r1\nACGT\n+\n!!!\n', /4 bases, but 3 qualities/],
    ['@r1\nACGT\n-\n!!!!\n', /third line/],
  ])('refuses %j', async (content, message) => {
    const error = await refusal({ kind: 'table', content }, READ);
    expect(error.code).toBe('TABLE_INVALID');
    expect(error.message).toMatch(message);
  });

  it('joins the lines of a FASTA record', async () => {
    const content = '>a one\nAC\nGT\n>b\nTT\n';
    expect(await decoded({ kind: 'table', content, format: 'fasta' }, READ)).toEqual([['ACGT'], ['TT']]);
  });

  it('says what it could not fill', async () => {
    const error = await refusal({ kind: 'table', content: fastq }, [column('weight', 'f32')]);
    expect(error.message).toMatch(/“weight”/);
  });
});

describe('rows in code', () => {
  it('takes objects with typed arrays and bigints', async () => {
    const columns = [column('a', 'Float32Array'), column('n', 'i64')];
    const inputs: Inputs = { kind: 'rows', rows: [{ a: Float32Array.of(1, Number.NaN), n: -5n }] };
    expect(await decoded(inputs, columns)).toEqual([[Float32Array.of(1, Number.NaN), -5n]]);
  });

  it('counts a range', async () => {
    expect(await decoded({ kind: 'range', from: 2, to: 5 }, [column('n', 'i64')])).toEqual([
      [2n],
      [3n],
      [4n],
    ]);
    expect(await decoded({ kind: 'range', from: 9n, to: 0, step: -4 }, [column('n', 'i32')])).toEqual([
      [9],
      [5],
      [1],
    ]);
  });

  it('combines the axes of a grid in the order of the kernel’s columns', async () => {
    const axes = { b: { from: 0, to: 2 }, a: { from: 5, to: 7 } };
    const columns = [column('a', 'i32'), column('b', 'u8')];
    expect(await decoded({ kind: 'grid', axes }, columns)).toEqual([
      [5, 0],
      [5, 1],
      [6, 0],
      [6, 1],
    ]);
    for (const wrong of [{ a: axes.a }, { ...axes, c: axes.a }])
      await expect(decoded({ kind: 'grid', axes: wrong }, columns)).rejects.toMatchObject({
        code: 'TABLE_INVALID',
      });
  });
});

it('knows formats by name and by first characters', () => {
  expect(formatOfName('reads.FQ.gz')).toBe('fastq');
  expect(formatOfName('reads')).toBeNull();
  expect(['@r', '>r', '{"a":1}', '[1]', 'a\tb', 'a,b'].map(formatOfText)).toEqual([
    'fastq',
    'fasta',
    'ndjson',
    'ndjson',
    'tsv',
    'csv',
  ]);
});
