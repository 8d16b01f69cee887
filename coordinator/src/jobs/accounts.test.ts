import { readFile } from 'node:fs/promises';
import { LIMITS } from '@manyhands/protocol';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPGlite } from '../db/pglite.ts';
import { Caller, type Edge, openEdge } from '../testing/edge.ts';

// Opening a database takes seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge({ requestsPerMinute: 10_000 });
});
afterAll(() => edge.close());

const withKey = (key: string): Caller => {
  const caller = new Caller(edge.url);
  caller.key = key;
  return caller;
};

it('an account has several keys, each told once, that open the same', async () => {
  const ann = await Caller.withAccount(edge.url);
  const { status, body } = await ann.post('/v1/keys', { name: 'laptop', expiresInSeconds: 3600 });
  expect(status).toBe(200);
  expect(body).toMatchObject({ name: 'laptop', used: null, key: expect.stringMatching(/^mh_/) });
  const { keys } = (await withKey(body.key).get('/v1/keys')).body;
  expect(keys).toMatchObject([
    { name: 'first key', expires: null, asks: false, used: expect.any(String) },
    { name: 'laptop', id: body.id, asks: true, used: expect.any(String) },
  ]);
  expect(Date.parse(keys[1].expires) - Date.parse(keys[1].created)).toBe(3_600_000);
  expect(JSON.stringify(keys)).not.toContain(body.key);
});

it('[AK1] a revoked key opens nothing at once, and nobody revokes the key that he asks with', async () => {
  const ann = await Caller.withAccount(edge.url);
  const { id, key } = (await ann.post('/v1/keys', { name: 'old' })).body;
  const old = withKey(key);
  expect((await old.delete(`/v1/keys/${id}`)).body.code).toBe('KEY_IN_USE');
  expect(await ann.delete(`/v1/keys/${id}`)).toMatchObject({ status: 200, body: { revoked: id } });
  expect(await old.get('/v1/keys')).toMatchObject({ status: 401, body: { code: 'KEY_REFUSED' } });
  expect((await ann.delete(`/v1/keys/${id}`)).body.code).toBe('KEY_UNKNOWN');
});

it('another account’s key cannot be revoked', async () => {
  const [ann, bob] = [await Caller.withAccount(edge.url), await Caller.withAccount(edge.url, 'bob')];
  const [{ id }] = (await ann.get('/v1/keys')).body.keys;
  expect((await bob.delete(`/v1/keys/${id}`)).body.code).toBe('KEY_UNKNOWN');
  expect((await ann.get('/v1/keys')).status).toBe(200);
});

it('[AK1] an expired key opens nothing and is told that it ended and when', async () => {
  const ann = await Caller.withAccount(edge.url);
  const { id, key } = (await ann.post('/v1/keys', { name: 'short', expiresInSeconds: 60 })).body;
  await edge.app.desk.db.query(`update account_key set expires = now() - interval '1 hour' where id = $1`, [
    id,
  ]);
  const { status, body } = await withKey(key).get('/v1/keys');
  expect({ status, code: body.code, retry: body.retry }).toEqual({
    status: 401,
    code: 'KEY_EXPIRED',
    retry: false,
  });
  expect(Date.now() - Date.parse(body.details.expired)).toBeGreaterThan(3_500_000);
  expect(body.message).toContain(body.details.expired);
  expect((await ann.get('/v1/keys')).body.keys).toHaveLength(2);
});

it('renewing puts a new key in the place of the one that asks and leaves the others', async () => {
  const ann = await Caller.withAccount(edge.url);
  const other = withKey((await ann.post('/v1/keys', { name: 'other' })).body.key);
  const { key } = (await ann.post('/v1/accounts/key')).body;
  expect((await ann.get('/v1/keys')).body.code).toBe('KEY_REFUSED');
  expect((await withKey(key).get('/v1/keys')).body.keys).toHaveLength(2);
  expect((await other.get('/v1/keys')).status).toBe(200);
});

it('[SE1] an account has no more keys than it may, also when many are asked for at once', async () => {
  const ann = await Caller.withAccount(edge.url);
  const { db } = edge.app.desk;
  const [{ id }] = await db.query<{ id: string }>('select account as id from account_key where id = $1', [
    (await ann.get('/v1/keys')).body.keys[0].id,
  ]);
  await db.query(
    `insert into account_key (id, account, name, key_hash)
     select to_hex(i), $1, 'k', 'none ' || i from generate_series(1, $2::int) i`,
    [id, LIMITS.accountKeys - 3],
  );
  const replies = await Promise.all(Array.from({ length: 5 }, () => ann.post('/v1/keys', { name: 'more' })));
  expect(replies.map(({ status, body }) => body.code ?? status).sort()).toEqual([
    200,
    200,
    'KEYS_FULL',
    'KEYS_FULL',
    'KEYS_FULL',
  ]);
});

it.each([
  ['no name', {}, /body\.name is missing/],
  ['an end before its beginning', { name: 'a', expiresInSeconds: -5 }, /expiresInSeconds/],
])('[SE1] a key with %s is refused', async (_what, body, message) => {
  const ann = await Caller.withAccount(edge.url);
  const reply = await ann.post('/v1/keys', body);
  expect(reply).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
  expect(reply.body.message).toMatch(message);
});

it('keys from before accounts had several still open them', async () => {
  const folder = new URL('../db/migrations/', import.meta.url);
  const db = await openPGlite(null);
  try {
    await db.script(
      'create table account (id text primary key, name text not null, key_hash text not null unique, created timestamptz not null default now())',
    );
    await db.query(`insert into account (id, name, key_hash) values ('a', 'ann', 'the hash')`);
    const [keys] = (await readFile(new URL('0025_console.sql', folder), 'utf8')).split('-- Bytes that');
    await db.script(keys);
    expect(await db.query('select account, name, key_hash, expires from account_key')).toEqual([
      { account: 'a', name: 'first key', key_hash: 'the hash', expires: null },
    ]);
  } finally {
    await db.close();
  }
});
