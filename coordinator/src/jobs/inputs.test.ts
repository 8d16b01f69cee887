import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Column,
  encodeRow,
  encodeTable,
  type Hash,
  hashOf,
  type ItemIndex,
  type JobId,
  pack,
  rangeRoot,
  tableRoot,
} from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileBlobs } from '../blobs/blobs.ts';
import type { Db } from '../db/db.ts';
import { checkInputs, Inputs, samplePlaces } from './inputs.ts';
import { Tables } from './tables.ts';

const columns: Column[] = [{ name: 'read', type: 'string', optional: false, doc: '' }];
const numbers: Column[] = [{ name: 'n', type: 'i64', optional: false, doc: '' }];
const row = (text: string) => encodeRow(columns, [text]);

let dir: string;
let blobs: FileBlobs;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'manyhands-inputs-'));
  blobs = await FileBlobs.open(dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The store with what is read of it counted. */
function counted() {
  const read = { bytes: 0, reads: 0, largest: 0 };
  const tables = new Tables({
    size: (hash) => blobs.size(hash),
    readAt: async (hash, at, length) => {
      read.reads++;
      read.bytes += length;
      read.largest = Math.max(read.largest, length);
      return blobs.readAt(hash, at, length);
    },
  });
  return { tables, read };
}

const check = async (rows: readonly Uint8Array[]) =>
  checkInputs(counted().tables, { table: await blobs.add(encodeTable(rows)) }, columns);

describe('a table', () => {
  it('is hashed row by row into its root', async () => {
    const rows = Array.from({ length: 5201 }, (_, i) => row(`read ${i}`));
    const { root, largest, count } = await check(rows);
    expect({ root, largest, count }).toEqual({
      root: tableRoot(rows),
      largest: 4 + 'read 5200'.length,
      count: 5201,
    });
  });

  it('[SE1] is refused with the first row that does not fit, counted from one', async () => {
    const rows = [row('a'), row('b'), Uint8Array.of(9, 0, 0, 0, 65)];
    await expect(check(rows)).rejects.toMatchObject({
      code: 'ROW_INVALID',
      details: { row: 3, index: 2 },
      message: expect.stringMatching(/^row 3: column read/),
    });
  });

  it('[SE1] is refused when it is empty, cut short, has bytes left over, or is none', async () => {
    const whole = encodeTable([row('a'), row('b')]);
    const more = new Uint8Array(whole.length + 1);
    more.set(whole);
    const lying = whole.slice();
    new DataView(lying.buffer).setUint32(4, 1_000_000, true);
    for (const bad of [encodeTable([]), whole.subarray(0, -1), more, lying, Uint8Array.of(1, 2), row('x')]) {
      const table = await blobs.add(bad);
      await expect(checkInputs(counted().tables, { table }, columns)).rejects.toMatchObject({
        code: 'TABLE_INVALID',
      });
    }
    const table = 'ab'.repeat(32) as Hash;
    await expect(checkInputs(counted().tables, { table }, columns)).rejects.toMatchObject({
      code: 'BLOB_UNKNOWN',
    });
  });

  it('gives any stretch of its rows, by reading little more than those', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => row('x'.repeat(i % 97)));
    const table = await blobs.add(encodeTable(rows));
    const { tables, read } = counted();
    await tables.count(table);
    for (const [first, count] of [
      [0, 10],
      [1023, 3],
      [1024, 1024],
      [33_333, 500],
      [49_990, 10],
    ]) {
      Object.assign(read, { bytes: 0, reads: 0 });
      const page = await tables.rows(table, first, count);
      const wanted = rows.slice(first, first + count);
      expect(wanted.map((_, i) => page.row(first + i))).toEqual(wanted);
      expect(page.run(first, count)).toEqual(pack(wanted));
      const { bytes } = pack(wanted);
      expect(read.reads).toBe(2);
      expect(read.bytes).toBeLessThanOrEqual(bytes.length + 4 * (count + 1024));
    }
  });

  it('is looked through with a few megabytes in memory at most, whatever its size', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => row(String(i).padEnd(9_000, 'x')));
    const table = await blobs.add(encodeTable(rows));
    const { tables, read } = counted();
    const { root } = await checkInputs(tables, { table }, columns);
    expect(root).toBe(tableRoot(rows));
    expect(read.largest).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(read.bytes).toBeLessThan(3000 * 9_100 + 100_000);
  });
});

it('samples every part and the longest row, at places that no pattern of rows can foresee', async () => {
  const places = samplePlaces(800, hashOf(Uint8Array.of(1)), 333);
  expect(places).toHaveLength(8);
  expect(places.at(-1)).toBe(333);
  expect(places.slice(0, -1).map((place) => Math.floor(place / 100))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(places.slice(0, -1).map((place) => place % 100)).size).toBeGreaterThan(1);
  expect(samplePlaces(3, hashOf(Uint8Array.of(1)))).toEqual([0, 1, 2]);
  const rows = Array.from({ length: 100 }, (_, i) => row(i === 40 ? 'the longest' : String(i)));
  expect(await (await check(rows)).samples()).toContainEqual(rows[40]);
});

/** A database that holds one job of one part, and counts what is asked. */
function jobOf(source: { blob?: Hash; range?: unknown }, count: number) {
  const asked = { queries: 0 };
  const part = { part: 0, first: 0, count, blob: null, range: null, rows: null, root: '', ...source };
  const query = async () => {
    asked.queries++;
    return [{ ...part, columns: numbers }];
  };
  return { asked, db: { query } as unknown as Db };
}

describe('a range of a billion items', () => {
  const JOB = '1'.repeat(32) as JobId;

  it('[IN1] is checked, sampled and started with no more than one of ten thousand', async () => {
    for (const to of ['10000', '1000000000', '1000000000000']) {
      const { tables, read } = counted();
      const range = [{ from: '0', to }];
      const checked = await checkInputs(tables, { range }, numbers);
      expect(checked).toMatchObject({ count: Number(to), largest: 8 });
      expect(checked.root).toBe(rangeRoot([{ from: 0n, to: BigInt(to), step: 1n }]));
      expect(await checked.samples()).toHaveLength(8);
      expect(read).toEqual({ reads: 0, bytes: 0, largest: 0 });
    }
  });

  it('[IN1] gives the rows of any slice with one look at the job and none at a table', async () => {
    const { asked, db } = jobOf({ range: [{ from: '7', to: '1000000000007', step: '1' }] }, 1e12);
    const { tables, read } = counted();
    const inputs = new Inputs(db, tables);
    for (const first of [0, 2 ** 31, 999_999_999_000]) {
      const rows = await inputs.rows(JOB, first, 1000);
      for (const item of [first, first + 999])
        expect(rows.row(item as ItemIndex)).toEqual(encodeRow(numbers, [BigInt(item) + 7n]));
      expect(rows.run(first as ItemIndex, 1000).bytes).toHaveLength(8000);
      expect(() => rows.row((first + 1000) as ItemIndex)).toThrow(RangeError);
    }
    expect(asked.queries).toBe(1);
    expect(read.reads).toBe(0);
  });

  it('a slice of a table is read alone', async () => {
    const table = await blobs.add(
      encodeTable(Array.from({ length: 100_000 }, (_, i) => encodeRow(numbers, [BigInt(i)]))),
    );
    const { db } = jobOf({ blob: table }, 100_000);
    const { tables, read } = counted();
    const inputs = new Inputs(db, tables);
    await inputs.rows(JOB, 0, 1);
    Object.assign(read, { bytes: 0, reads: 0 });
    const rows = await inputs.rows(JOB, 77_000, 100);
    expect(rows.row(77_099 as ItemIndex)).toEqual(encodeRow(numbers, [77_099n]));
    expect(read.reads).toBe(2);
    expect(read.bytes).toBeLessThan(100 * 12 + 4 * 1024);
  });
});
