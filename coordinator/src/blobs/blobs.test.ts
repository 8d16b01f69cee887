import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hash, hashOf } from '@manyhands/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileBlobs } from './blobs.ts';

let dir: string;
let blobs: FileBlobs;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'manyhands-blobs-'));
  blobs = await FileBlobs.open(dir);
});
afterEach(() => rm(dir, { recursive: true }));

const bytes = new TextEncoder().encode('some bytes');
const hash = hashOf(bytes);

async function* chunks(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

it('gives back what was stored under its hash, in whatever pieces it came', async () => {
  expect(await blobs.put(hash, chunks(bytes.subarray(0, 3), bytes.subarray(3)), 100)).toBe(bytes.length);
  expect(await blobs.read(hash)).toEqual(bytes);
  expect(await blobs.size(hash)).toBe(bytes.length);
  expect(await blobs.add(bytes)).toBe(hash);
});

it('throws for what is not there', async () => {
  expect(await blobs.size(hash)).toBeNull();
  await expect(blobs.read(hash)).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
  await expect(blobs.stream(hash)).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' });
});

async function* broken(): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the connection broke');
}

it.each([
  ['too long', chunks(bytes, bytes), hash, { code: 'BLOB_TOO_LARGE' }],
  [
    'of another hash',
    chunks(bytes),
    '00'.repeat(32) as Hash,
    { code: 'BLOB_HASH_MISMATCH', details: { hash } },
  ],
  ['broken off', broken(), hash, { message: 'the connection broke' }],
])('[SE1] an upload that is %s leaves nothing behind', async (_how, upload, name, error) => {
  await expect(blobs.put(name, upload, bytes.length)).rejects.toMatchObject(error);
  expect(await readdir(dir, { recursive: true })).toEqual(['incoming']);
});

it('sweeps what a crash left long ago, and leaves uploads of others alone', async () => {
  await writeFile(join(dir, 'incoming', 'old'), 'x');
  await utimes(join(dir, 'incoming', 'old'), 0, 0);
  await writeFile(join(dir, 'incoming', 'new'), 'x');
  await FileBlobs.open(dir);
  expect(await readdir(join(dir, 'incoming'))).toEqual(['new']);
});
