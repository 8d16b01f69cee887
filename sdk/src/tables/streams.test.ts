import { gzipSync } from 'node:zlib';
import { type Column, type ColumnType, decodeRow, decodeTable } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import type { Inputs, RecordEnd } from './inputs.ts';
import { askInputs, firstRows, rowsOf, tablesOf } from './table.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const TEXT = [column('text', 'string')];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes in pieces of a size, as a slow network would bring them. */
async function* inPieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

const decoded = async (inputs: Inputs, columns: readonly Column[]) =>
  (await rowsOf(inputs, columns)).map((row) => decodeRow(columns, row));

describe('a table that comes in pieces is the table', () => {
  const long = 'x'.repeat(300);
  it.each([
    ['csv', `text\n"a\n""ü"""\n${long}\n\nlast`],
    ['tsv', 'other\ttext\n1\tä b\n2\t"c\td"\n'],
    ['ndjson', '{"text":"a\\"\\n"}\n\n["b"]\n'],
    ['fasta', `>a\nAC\nGT\n>b\n${long}\n${long}\n>c\nT`],
    ['fastq', '@a\nACGT\n+\n>@!!\n@b\nGG\n+\n@!\n\n'],
  ] as const)('%s', async (format, text) => {
    const whole = await decoded({ kind: 'table', content: text, format }, TEXT);
    expect(whole.length).toBeGreaterThan(1);
    for (const packed of [bytes(text), new Uint8Array(gzipSync(text))])
      for (const size of [1, 2, 7, 64]) {
        const inputs: Inputs = { kind: 'table', content: inPieces(packed, size), format };
        expect(await decoded(inputs, TEXT)).toEqual(whole);
      }
  });

  it('names rows and lines of the whole file', async () => {
    const text = `n\n${Array.from({ length: 500 }, (_, i) => i).join('\n')}\nNaN\n`;
    const inputs: Inputs = { kind: 'table', content: inPieces(bytes(text), 16), format: 'csv' };
    await expect(rowsOf(inputs, [column('n', 'i32')])).rejects.toMatchObject({
      message: expect.stringMatching(/row 501 \(line 502\): column n .*“NaN” is not a whole number/),
    });
  });

  it.each([
    ['cut off gzip', new Uint8Array(gzipSync('text\na\n'.repeat(9_000))).subarray(0, 90), /gzip .* cut off/],
    [
      'bytes that are no UTF-8',
      Uint8Array.of(0x61, 0x0a, 0x62, 0x0a, 0xff),
      /line 3 holds bytes that are no UTF-8/,
    ],
    ['a zero byte', bytes('a\n\0'), /line 2 holds a zero byte/],
  ])('refuses %s', async (_, content, message) => {
    const inputs: Inputs = { kind: 'table', content: inPieces(content, 5), format: 'csv' };
    await expect(rowsOf(inputs, TEXT)).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringMatching(message),
    });
  });

  it('reads no further than the first rows go', async () => {
    let read = 0;
    const endless = async function* () {
      yield bytes('n\n');
      for (;;) {
        read++;
        yield bytes('1\n2\n');
      }
    };
    const inputs: Inputs = { kind: 'table', content: endless(), format: 'csv' };
    expect(await firstRows(inputs, [column('n', 'u8')], 5)).toHaveLength(5);
    expect(read).toBeLessThan(10);
  });

  it('a record without an end is refused, however long the file is', async () => {
    const endless = async function* () {
      yield bytes('text\n');
      for (;;) yield new Uint8Array(1024 * 1024).fill(0x61);
    };
    const inputs: Inputs = { kind: 'table', content: endless(), format: 'csv' };
    await expect(rowsOf(inputs, TEXT)).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringMatching(/from line 2 on does not end within 16777216 characters/),
    });
  });
});

describe('inputs of any length', () => {
  const numbers = { kind: 'range', from: 0, to: 1000 } as const;

  it('become several tables with every row once', async () => {
    const rows: number[] = [];
    let tables = 0;
    for await (const table of tablesOf(numbers, [column('n', 'i32')], 1_000)) {
      tables++;
      expect(table.length).toBeLessThanOrEqual(1_000);
      rows.push(
        ...decodeTable(table).map((row) => new DataView(row.buffer, row.byteOffset).getInt32(0, true)),
      );
    }
    expect(tables).toBe(9);
    expect(rows).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('a stored table is named and not read; a stored file is', async () => {
    const columns = [column('n', 'i32')];
    const { value: table } = await tablesOf(numbers, columns).next();
    const stored = new Map<string, Uint8Array>([
      ['t', table],
      ['f', bytes('n\n7\n')],
    ]);
    const put: Uint8Array[] = [];
    const store = {
      put: async (given: Uint8Array) => `hash ${put.push(given)}`,
      get: (hash: string) => inPieces(stored.get(hash) as Uint8Array, 3),
    };
    expect(await askInputs({ kind: 'stored', hash: 't' }, columns, store)).toEqual(['t']);
    expect(await askInputs({ kind: 'stored', hash: 'f' }, columns, store)).toEqual(['hash 1']);
    expect(decodeTable(put[0])).toHaveLength(1);
  });
});

describe('grids with listed values', () => {
  const columns = [column('model', 'string'), column('seed', 'i64'), column('rate', 'f64')];

  it('combine lists and ranges, the last column fastest', async () => {
    const axes = { seed: { from: 0, to: 2 }, model: ['a', 'b'], rate: ['0.5', '1e-3'] };
    const rows = await decoded({ kind: 'grid', axes }, columns);
    expect(rows).toHaveLength(8);
    expect(rows.slice(0, 3)).toEqual([
      ['a', 0n, 0.5],
      ['a', 0n, 0.001],
      ['a', 1n, 0.5],
    ]);
  });

  it('even steps are a range, which is sent as it is', async () => {
    const store = { put: () => expect.unreachable('nothing is stored'), get: () => expect.unreachable() };
    const axes = { a: [1, 3, 5], b: { from: 0, to: 2 } };
    expect(await askInputs({ kind: 'grid', axes }, [column('a', 'i32'), column('b', 'i32')], store)).toEqual([
      {
        range: [
          { from: '1', to: '7', step: '2' },
          { from: '0', to: '2', step: '1' },
        ],
      },
    ]);
  });

  it.each([
    [{ a: ['x'] }, /row 1: column a \(i32\): “x” is not a whole number/],
    [{ a: [] }, /“a” has no values/],
    [{ a: [1, 1], z: [2] }, /no column “z”; it has “a”/],
  ])('refuse %j', async (axes, message) => {
    await expect(rowsOf({ kind: 'grid', axes }, [column('a', 'i32')])).rejects.toThrow(message);
  });
});

describe('whole files', () => {
  const files = [
    { name: 'a.txt', bytes: bytes('one') },
    { name: 'b.txt', bytes: bytes('zwei ä') },
  ];

  it('are items by content and name, as bytes or as text', async () => {
    expect(
      await decoded({ kind: 'files', files }, [column('name', 'string'), column('body', 'string')]),
    ).toEqual([
      ['a.txt', 'one'],
      ['b.txt', 'zwei ä'],
    ]);
    expect(await decoded({ kind: 'files', files }, [column('body', 'Uint8Array')])).toEqual([
      [files[0].bytes],
      [files[1].bytes],
    ]);
  });

  it.each([
    [[column('n', 'i32')], files, /one text or Uint8Array column.*“n” \(i32\)/],
    [TEXT, [{ name: 'x', bytes: Uint8Array.of(0xff) }], /row 1: “x” is no UTF-8 text/],
    [
      TEXT,
      [{ name: 'big', bytes: new Uint8Array(4 * 1024 * 1024 + 1) }],
      /“big” has 4194305 bytes; an item may have 4194304/,
    ],
  ])('refuse what does not fit', async (columns, given, message) => {
    await expect(rowsOf({ kind: 'files', files: given }, columns)).rejects.toThrow(message);
  });
});

describe('a big file is cut at the ends of its records', () => {
  const cut = async (text: string, end: RecordEnd, itemBytes: number, size = 7): Promise<unknown[]> => {
    const content = inPieces(bytes(text), size);
    return (await decoded({ kind: 'records', content, end, itemBytes }, TEXT)).map(([each]) => each);
  };

  it.each<[RecordEnd, string, number, string[]]>([
    ['line', 'aa\nbb\ncc\nd', 6, ['aa\nbb\n', 'cc\nd']],
    ['line', 'a longer one\nb\nc\n', 4, ['a longer one\n', 'b\nc\n']],
    ['fasta', '>a\nAC\n>b\nGG\nTT\n>c\nA', 8, ['>a\nAC\n', '>b\nGG\nTT\n', '>c\nA']],
    ['fastq', '@a\nA\n+\n!\n@b\nC\n+\n@\n', 9, ['@a\nA\n+\n!\n', '@b\nC\n+\n@\n']],
    [{ text: '//\n' }, 'one\n//\ntwo\n//\nthree', 8, ['one\n//\n', 'two\n//\n', 'three']],
    [{ bytes: 2 }, 'aabbccd', 4, ['aabb', 'ccd']],
  ])('%j', async (end, text, itemBytes, items) => {
    for (const size of [1, 3, 100]) expect(await cut(text, end, itemBytes, size)).toEqual(items);
  });

  it('says where none ends in time', async () => {
    const endless = async function* () {
      for (;;) yield new Uint8Array(1024 * 1024).fill(0x61);
    };
    const inputs: Inputs = { kind: 'records', content: endless(), end: 'line', itemBytes: 10 };
    await expect(rowsOf(inputs, TEXT)).rejects.toThrow(/does not end within 4194304 bytes/);
    await expect(cut('a', { text: '' }, 1)).rejects.toThrow(/an empty text ends no record/);
    await expect(cut('a', 'line', 0)).rejects.toThrow(/1 to 4194304 bytes, not 0/);
  });
});
