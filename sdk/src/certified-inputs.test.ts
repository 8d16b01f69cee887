import {
  axisOf,
  type Column,
  encodeRow,
  encodeTable,
  inputRootOf,
  rangeRoot,
  tableRoot,
} from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { checkParts, rowsOfPart } from './certified-inputs.ts';
import type { InputPartShape } from './wire.ts';

const columns: Column[] = [{ name: 'x', type: 'i32', optional: false, doc: '' }];
const rows = [5, 6, 7].map((x) => encodeRow(columns, [x]));
const axis = { from: '10', to: '20', step: '3' };
const table: InputPartShape = { part: 0, first: 0, count: 3, root: tableRoot(rows), table: 'ab'.repeat(32) };
const range: InputPartShape = { part: 1, first: 3, count: 4, root: rangeRoot([axisOf(axis)]), range: [axis] };
const packed = Buffer.from(encodeTable(rows)).toString('base64');
const inline: InputPartShape = { part: 2, first: 7, count: 3, root: tableRoot(rows), rows: packed };
const parts = [table, range, inline];
const certificate = { inputRoot: inputRootOf(parts), items: 10 };

it('rows come from tables, ranges and parts of a few rows', () => {
  expect(rowsOfPart(table, columns, encodeTable(rows))(1)).toEqual(rows[1]);
  expect(rowsOfPart(range, columns, null)(2)).toEqual(encodeRow(columns, [16]));
  expect(rowsOfPart(inline, columns, null)(2)).toEqual(rows[2]);
});

it('rows that the root was not made of are refused', () => {
  const other = encodeTable([rows[0], rows[2], rows[1]]);
  expect(() => rowsOfPart(table, columns, other)).toThrow(/part 0 hash to/);
  expect(() => rowsOfPart({ ...range, range: [{ ...axis, step: '2' }] }, columns, null)).toThrow(
    /part 1 hash to/,
  );
  expect(() => rowsOfPart(table, columns, null)).toThrow(/missing/);
});

it('parts are held to the certificate: none missing, none changed, none in another place', () => {
  expect(() => checkParts(certificate, parts)).not.toThrow();
  expect(() => checkParts(certificate, parts.slice(0, 2))).toThrow(/7 items, the certificate says 10/);
  const changed = [table, { ...range, root: table.root }, inline];
  expect(() => checkParts(certificate, changed)).toThrow(/not to the certificate/);
  expect(() => checkParts(certificate, [table, { ...inline, first: 3 }, { ...range, first: 6 }])).toThrow(
    /not to the certificate/,
  );
});
