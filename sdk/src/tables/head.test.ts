import { type Column, decodeRow } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { mappedColumns, matchColumns, tableHead } from './head.ts';
import { readTable } from './reading.ts';

const column = (name: string, type: Column['type'], optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const bytesOf = (text: string) => ({ bytes: new Blob([text]).stream() });

describe('the head of a table', () => {
  it.each([
    [
      'a,b\n1,"x\ny"\n2,\n3,z\n',
      {
        format: 'csv',
        names: ['a', 'b'],
        rows: [
          ['1', 'x\ny'],
          ['2', null],
        ],
      },
    ],
    [
      '{"a":1}\n{"b":[1,2],"a":null}\n',
      {
        format: 'ndjson',
        names: ['a', 'b'],
        rows: [
          ['1', null],
          [null, '[1,2]'],
        ],
      },
    ],
    ['[1,"x"]\n', { format: 'ndjson', names: null, rows: [['1', 'x']] }],
    [
      '>r one\nGAT\nTA\n>s\nG\n',
      {
        format: 'fasta',
        names: ['id', 'sequence'],
        rows: [
          ['r', 'GATTA'],
          ['s', 'G'],
        ],
      },
    ],
  ])('%j', async (text, head) => {
    expect(await tableHead(bytesOf(text), 2)).toEqual(head);
  });

  it('an empty table and a line that is no JSON are refused', async () => {
    await expect(tableHead(bytesOf(' \n'), 2)).rejects.toMatchObject({ code: 'TABLE_INVALID' });
    await expect(tableHead(bytesOf('{"a":1}\n7\n'), 2)).rejects.toThrow(/row 2/);
  });
});

describe('which column is which', () => {
  const READ = [column('read', 'string'), column('least', 'i32', true)];

  it('is told by name, and by what sequences are usually called', async () => {
    const csv = await tableHead(bytesOf('LEAST,read\n1,GAT\n'), 1);
    expect(matchColumns(READ, csv)).toEqual({ read: 'read', least: 'LEAST' });
    const fasta = await tableHead(bytesOf('>a\nGAT\n'), 1);
    expect(matchColumns(READ, fasta)).toEqual({ read: 'sequence', least: null });
    expect(matchColumns([column('x', 'f64')], csv)).toEqual({ x: null });
  });

  it.each([
    ['other,n\nGAT,3\n', { read: 'other', least: 'n' }, ['GAT', 3]],
    ['other,n\nGAT,3\n', { read: 'other', least: null }, ['GAT', null]],
    ['{"other":"GAT","n":4}\n', { read: 'other', least: 'n' }, ['GAT', 4]],
    ['>GAT\nTACA\n', { read: 'id', least: null }, ['GAT', null]],
  ])('another one may be chosen: %j', async (text, mapping, row) => {
    for await (const [first] of readTable(bytesOf(text), mappedColumns(READ, mapping)))
      expect(decodeRow(READ, first)).toEqual(row);
  });
});
