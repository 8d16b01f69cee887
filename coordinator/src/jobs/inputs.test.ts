import { type Column, encodeRow, hashOf, inputLeaf, merkleRoot, toHex } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { checkInputs, sampleRows } from './inputs.ts';

const columns: Column[] = [{ name: 'read', type: 'string', optional: false, doc: '' }];
const row = (text: string) => encodeRow(columns, [text]);

it('hashes every row into the input root', async () => {
  const rows = Array.from({ length: 1201 }, (_, i) => row(`read ${i}`));
  const { inputRoot, largest } = await checkInputs(rows, columns);
  expect(inputRoot).toBe(toHex(merkleRoot(rows.map((each, i) => inputLeaf(i, each)))));
  expect(largest).toBe(4 + 'read 1200'.length);
});

it('[SE1] names the first row that does not fit, counted from one', async () => {
  const rows = [row('a'), row('b'), Uint8Array.of(9, 0, 0, 0, 65)];
  await expect(checkInputs(rows, columns)).rejects.toMatchObject({
    code: 'ROW_INVALID',
    details: { row: 3, index: 2 },
    message: expect.stringMatching(/^row 3: column read/),
  });
});

it('samples every part of a table and its longest row, at places that no pattern of rows can foresee', () => {
  const rows = Array.from({ length: 800 }, (_, i) => row(String(i)));
  rows[333] = row('the longest of all');
  const samples = sampleRows(rows, hashOf(Uint8Array.of(1)));
  expect(samples).toHaveLength(8);
  expect(samples).toContain(rows[333]);
  const places = samples.slice(0, -1).map((sample) => rows.indexOf(sample));
  expect(places.map((place) => Math.floor(place / 100))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(places.map((place) => place % 100)).size).toBeGreaterThan(1);
  expect(sampleRows(rows.slice(0, 3), hashOf(Uint8Array.of(1)))).toHaveLength(3);
});
