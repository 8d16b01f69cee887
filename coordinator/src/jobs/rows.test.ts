import { type Column, type ColumnType, encodeRow, type Value } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { headerOf, lineOf } from './rows.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const columns = [
  column('text', 'string'),
  column('big', 'u64'),
  column('real', 'f64'),
  column('maybe', 'i32', true),
  column('list', 'Int16Array'),
];
const line = (format: 'csv' | 'ndjson', values: Value[]) =>
  lineOf(format, columns, { index: 3, result: { status: 0, fuel: 9n, output: encodeRow(columns, values) } });

it('quotes CSV as RFC 4180 does', () => {
  expect(headerOf(columns)).toBe('index,status,fuel,text,big,real,maybe,list\n');
  expect(line('csv', ['a "b",\nc', 2n ** 64n - 1n, -0, null, Int16Array.of(1, -2)])).toBe(
    '3,ok,9,"a ""b"",\nc",18446744073709551615,-0,,1 -2\n',
  );
});

it('says every value exactly in NDJSON', () => {
  const text = line('ndjson', ['é"', 2n ** 63n, Number.NaN, 7, Int16Array.of(5)]);
  expect(JSON.parse(text)).toEqual({
    index: 3,
    status: 'ok',
    fuel: '9',
    text: 'é"',
    big: '9223372036854775808',
    real: 'NaN',
    maybe: 7,
    list: [5],
  });
  expect(Object.is(JSON.parse(line('ndjson', ['', 0n, -0, null, new Int16Array()])).real, -0)).toBe(true);
});

it('leaves cells empty where an item ended otherwise', () => {
  const result = { status: 1, fuel: 50n, output: new Uint8Array() } as const;
  expect(lineOf('csv', columns, { index: 0, result })).toBe('0,trap,50,,,,,\n');
  expect(lineOf('ndjson', columns, { index: 0, result })).toBe('{"index":0,"status":"trap","fuel":"50"}\n');
});
