import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Column, type ColumnType, decodeRow } from '@manyhands/protocol';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convert } from './convert.ts';
import { outFormat, rowsPath } from './format.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const WIDE = [
  column('big', 'u64'),
  column('small', 'i8'),
  column('plain', 'u32'),
  column('share', 'f32'),
  column('exact', 'f64'),
  column('yes', 'bool'),
  column('text', 'string', true),
  column('raw', 'Uint8Array'),
  column('list', 'Float64Array'),
  column('counts', 'BigUint64Array'),
];
const HEADER = `index,status,fuel,${WIDE.map(({ name }) => name).join(',')}\n`;
const ROWS = [
  '0,ok,18446744073709551615,18446744073709551615,-128,4294967295,0.5,0.1,true,"a,""ü""",1 2 255,1.5 -0,18446744073709551615 1\n',
  '1,trap,7,,,,,,,,,,\n',
  '2,ok,5,0,127,0,NaN,-Infinity,false,,,,\n',
];

let dir: string;
const at = (name: string): string => join(dir, name);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-out-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function converted(out: string, columns: readonly Column[], csv: string): Promise<string> {
  const format = outFormat(at(out));
  const rows = rowsPath(at(out), format);
  writeFileSync(rows, csv);
  await convert(format, { rows, out: at(out), columns });
  expect(existsSync(rows)).toBe(false);
  return at(out);
}

describe('Parquet', () => {
  it('holds every value exactly, as another library reads it', async () => {
    const path = await converted('r.parquet', WIDE, HEADER + ROWS.join(''));
    const file = await asyncBufferFromFile(path);
    const [first, trapped, last] = await parquetReadObjects({ file, utf8: false });
    expect(first).toEqual({
      ...{ index: 0n, status: 'ok', fuel: 18446744073709551615n, big: 18446744073709551615n, small: -128 },
      ...{
        plain: 4294967295,
        share: 0.5,
        exact: 0.1,
        yes: true,
        text: 'a,"ü"',
        raw: Uint8Array.of(1, 2, 255),
      },
      ...{ list: [1.5, -0], counts: [18446744073709551615n, 1n] },
    });
    expect(trapped).toMatchObject({ index: 1n, status: 'trap', fuel: 7n, big: null, text: null });
    expect(last).toMatchObject({
      small: 127,
      share: Number.NaN,
      exact: Number.NEGATIVE_INFINITY,
      yes: false,
      text: null,
    });
    expect([last.raw, last.list, last.counts]).toEqual([new Uint8Array(), [], []]);
    expect(readdirSync(dir)).toEqual(['r.parquet']);
  });

  it('takes more rows than one group has', async () => {
    const columns = [column('n', 'i64')];
    const rows = Array.from({ length: 2_500 }, (_, i) => `${i},ok,1,${i * i}\n`).join('');
    const path = await converted('many.parquet', columns, `index,status,fuel,n\n${rows}`);
    const read = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    expect(read.map(({ n }) => n)).toEqual(Array.from({ length: 2_500 }, (_, i) => BigInt(i * i)));
  });
});

it('bytes: status, length and output of each item', async () => {
  const columns = [column('n', 'i32'), column('t', 'string')];
  const csv = 'index,status,fuel,n,t\n0,ok,1,-2,ab\n1,exhausted,9,,\n';
  const bytes = readFileSync(await converted('r.bin', columns, csv));
  expect(bytes[0]).toBe(0);
  const length = bytes.readUInt32LE(1);
  expect(decodeRow(columns, bytes.subarray(5, 5 + length))).toEqual([-2, 'ab']);
  expect([...bytes.subarray(5 + length)]).toEqual([2, 0, 0, 0, 0]);
});

it('files: what each item gave, by its index, and a table of all', async () => {
  const csv = 'index,status,fuel,text\n0,ok,1,"one\nline"\n1,trap,9,\n2,ok,1,zwei\n';
  const out = await converted('folder/', [column('text', 'string')], csv);
  expect(readdirSync(out).sort()).toEqual(['000000000.txt', '000000002.txt', 'items.csv']);
  expect(readFileSync(join(out, '000000000.txt'), 'utf8')).toBe('one\nline');
  expect(readFileSync(join(out, 'items.csv'), 'utf8')).toBe('index,status,fuel\n0,ok,1\n1,trap,9\n2,ok,1\n');
});
