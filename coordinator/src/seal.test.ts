import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from './db/db.ts';
import { openDb } from './db/open.ts';
import { nonces, openNetworkKey, openSeal } from './seal.ts';

const bytes = Uint8Array.from({ length: 70 }, (_, i) => i);

it('opens what it closed, and never closes the same way twice', () => {
  const seal = openSeal(randomBytes(32));
  const texts = Array.from({ length: 600 }, () => seal.close(bytes));
  expect(new Set(texts).size).toBe(600);
  for (const text of texts) {
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(seal.open(text)).toEqual(bytes);
  }
  expect(seal.open(seal.close(new Uint8Array()))).toEqual(new Uint8Array());
});

it('no nonce comes twice, also past the end of its counter', () => {
  const next = nonces(2 ** 32 - 3);
  const seen = Array.from({ length: 6 }, () => Buffer.from(next()).toString('hex'));
  expect(new Set(seen).size).toBe(6);
  expect(seen[0].slice(0, 16)).toBe(seen[2].slice(0, 16));
  expect(seen[3].slice(0, 16)).not.toBe(seen[2].slice(0, 16));
  expect(seen[3].slice(0, 16)).toBe(seen[5].slice(0, 16));
  expect(Buffer.from(nonces()()).toString('hex').slice(0, 16)).not.toBe(seen[0].slice(0, 16));
});

it('[SE1] opens nothing that was changed, cut, respelled or closed by others', () => {
  const seal = openSeal(randomBytes(32));
  const text = seal.close(bytes);
  const raw = Buffer.from(text, 'base64url');
  for (let at = 0; at < raw.length; at++) {
    const changed = Buffer.from(raw);
    changed[at] ^= 1;
    expect(seal.open(changed.toString('base64url'))).toBeNull();
  }
  for (const wrong of ['', 'x', text.slice(0, -4), `${text}AAAA`, `${text}=`, ` ${text}`, 'ü'.repeat(99)])
    expect(seal.open(wrong)).toBeNull();
  expect(openSeal(randomBytes(32)).open(text)).toBeNull();
});

let db: Db;
beforeAll(async () => {
  db = await openDb({ kind: 'pglite', dir: null });
}, 120_000);
afterAll(() => db.close());

it('every coordinator of a network opens what another closed', async () => {
  const seals = [openNetworkKey(db), openNetworkKey(db)].map(async (key) => openSeal(await key));
  const [first, second] = await Promise.all(seals);
  const later = openSeal(await openNetworkKey(db));
  expect(second.open(first.close(bytes))).toEqual(bytes);
  expect(later.open(second.close(bytes))).toEqual(bytes);
});
