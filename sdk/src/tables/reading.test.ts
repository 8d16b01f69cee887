import { gzipSync } from 'node:zlib';
import { type Column, decodeRow, decodeTable, type KnownError } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { readTable, TableWriter } from './reading.ts';
import { rowsOf } from './table.ts';

const column = (name: string, type: Column['type'], optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const POINT = [column('x', 'i32'), column('label', 'string', true)];
const READ = [column('id', 'string'), column('sequence', 'string')];

/** Bytes in chunks of a length, however that cuts records and characters. */
const inChunks = (bytes: Uint8Array, length: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += length) controller.enqueue(bytes.slice(at, at + length));
      controller.close();
    },
  });
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function all(
  content: string,
  columns: readonly Column[],
  length: number,
  pack = (bytes: Uint8Array) => bytes,
) {
  const rows: Uint8Array[] = [];
  for await (const some of readTable({ bytes: inChunks(pack(utf8(content)), length) }, columns))
    rows.push(...some);
  return rows.map((row) => decodeRow(columns, row));
}
const refusal = (content: string, columns: readonly Column[], length: number) =>
  all(content, columns, length).then(
    () => expect.unreachable('it should be refused'),
    (error) => error as KnownError,
  );

const TABLES: readonly [string, string, readonly Column[]][] = [
  ['CSV', '\nlabel,x\n"a\n""b"",ü",1\n,2\n"",3\nlast,4', POINT],
  ['TSV', 'x\tlabel\n1\tüber\n2\t\n3\tc\n', POINT],
  ['NDJSON', '{"x":1,"label":"ä"}\n\n[2,null]\n{"x":3}\n', POINT],
  ['FASTQ', '@a x\nGAT\n+\nIII\n@b\nTACA\n+\nIIII\n', READ],
  ['FASTA', '>a one\nGAT\nTACA\n>b\nGG\n', READ],
];

describe.each(TABLES)('%s', (_, content, columns) => {
  it('read in pieces of any length gives the same rows as read whole', async () => {
    const whole = (await rowsOf({ kind: 'table', content }, columns)).map((row) => decodeRow(columns, row));
    expect(whole.length).toBeGreaterThan(1);
    for (const length of [1, 2, 3, 5, 7, 11, 1000])
      expect(await all(content, columns, length)).toEqual(whole);
    expect(await all(content, columns, 9, gzipSync)).toEqual(whole);
  });
});

describe('what does not fit', () => {
  it.each<[string, string, RegExp]>([
    ['a cell', 'x,label\n1,"a\nb"\n2,c\nthree,d\n', /^row 3 \(line 5\): column x/],
    ['a row that is cut short', 'x,label\n1,a\n2\n', /^row 2 \(line 3\): has 1 of 2 cells/],
    ['JSON', '{"x":1}\n{"x":2}\n{"x":\n', /^row 3 \(line 3\): is not valid JSON/],
  ])('%s is named by its place in the whole table', async (_, content, message) => {
    for (const length of [4, 1000]) expect((await refusal(content, POINT, length)).message).toMatch(message);
  });

  it('a quote that is out of place is named by its line in the whole table', async () => {
    for (const length of [4, 1000])
      expect((await refusal('x,label\n1,a\n2,b"c"\n', POINT, length)).message).toMatch(/at line 3/);
  });

  it('damaged gzip is refused', async () => {
    const cut = (bytes: Uint8Array) => gzipSync(bytes).subarray(0, -6);
    await expect(all('x\n1\n2\n3\n', POINT, 1000, cut)).rejects.toMatchObject({ code: 'TABLE_INVALID' });
  });
});

it('a table that is written some rows at a time is the one that is written at once', async () => {
  const writer = new TableWriter();
  for await (const rows of readTable({ bytes: inChunks(utf8(TABLES[0][1]), 6) }, POINT)) writer.add(rows);
  const rows = await rowsOf({ kind: 'table', content: TABLES[0][1] }, POINT);
  expect(decodeTable(writer.finish())).toEqual(rows);
  expect(writer.rows).toBe(rows.length);
  expect(() => new TableWriter().finish()).toThrow(/no rows/);
});
