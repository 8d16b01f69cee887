import { createHash, randomBytes } from 'node:crypto';
import { type AccountId, KnownError, LIMITS } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { addAccount } from '../db/jobs/add-account.ts';
import { changeKey } from '../db/jobs/change-key.ts';
import { findAccount, type OpenedByKey } from '../db/jobs/find-account.ts';
import { addKey } from '../db/keys/add-key.ts';
import { endSession } from '../db/keys/end-session.ts';
import { type KeyRecord, listKeys } from '../db/keys/list-keys.ts';
import { lockAccount } from '../db/keys/lock-account.ts';
import { noteKeyUsed } from '../db/keys/note-key-used.ts';
import { removeKey } from '../db/keys/remove-key.ts';
import type { Researcher } from './desk.ts';
import { refuseLimited } from './spending.ts';

const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** How keys begin: a session's otherwise, so that its holder knows that it can be ended. */
const [LASTING, SESSION] = ['mh_', 'mhs_'];

const newKey = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** What an account's first key is called. */
const FIRST = 'first key';

/** Opens an account; its key is told once and cannot be read again. */
export async function openAccount(db: Db, name: string): Promise<{ account: AccountId; key: string }> {
  const account = randomBytes(16).toString('hex') as AccountId;
  const { key } = await db.transaction(async (sql) => {
    await addAccount(sql, { id: account, name });
    return makeKey(sql, account, { name: FIRST, expiresInSeconds: null });
  });
  return { account, key };
}

/** The account that an Authorization header opens, and by which key; throws KEY_REFUSED or KEY_EXPIRED. */
export async function accountOf(db: Db, authorization: string | undefined): Promise<Researcher> {
  const { id, name, key } = await openedBy(db, authorization);
  return { id, name, key };
}

async function openedBy(db: Db, authorization: string | undefined): Promise<OpenedByKey> {
  const opened = await findAccount(db, hashOfKey(keyIn(authorization)));
  if (opened === null) throw unknownKey();
  if (opened.isExpired)
    throw new KnownError(
      'KEY_EXPIRED',
      `this key ended on ${opened.expires?.toISOString()}; use another of the account’s, or sign in again`,
      { details: { expired: opened.expires?.toISOString() } },
    );
  if (opened.isUseStale) await noteKeyUsed(db, opened.key);
  return opened;
}

/** Gives the account a new key, of the same kind; the one that asked opens nothing from now on. Throws KEY_REFUSED. */
export async function renewKey(
  db: Db,
  authorization: string | undefined,
): Promise<{ account: AccountId; key: string }> {
  const { id } = await accountOf(db, authorization);
  const old = keyIn(authorization);
  const key = newKey(old.startsWith(SESSION) ? SESSION : LASTING);
  const from = hashOfKey(old);
  if (!(await changeKey(db, id, { from, to: hashOfKey(key) }))) throw unknownKey();
  return { account: id, key };
}

/** What a key is to be. */
export interface KeyTerms {
  readonly name: string;
  /** Null: it opens the account until it is revoked. */
  readonly expiresInSeconds: number | null;
  /** Given for a wallet's signature; false if absent. */
  readonly isSession?: boolean;
}

/** Another key of an account, told once; to be called in a transaction. Throws KEYS_FULL. */
export async function makeKey(
  sql: Sql,
  account: AccountId,
  terms: KeyTerms,
): Promise<KeyRecord & { key: string }> {
  await lockAccount(sql, account);
  const key = newKey(terms.isSession ? SESSION : LASTING);
  const id = randomBytes(8).toString('hex');
  const made = await addKey(
    sql,
    { isSession: false, ...terms, id, account, keyHash: hashOfKey(key) },
    LIMITS.accountKeys,
  );
  if (made !== null) return { ...made, key };
  throw new KnownError(
    'KEYS_FULL',
    `an account has at most ${LIMITS.accountKeys} keys, those that expired included; revoke one first`,
    { details: { limit: LIMITS.accountKeys } },
  );
}

/** The keys of whoever asks, and which of them asked. Throws KEY_REFUSED. */
export async function keysOf(
  db: Db,
  authorization: string | undefined,
): Promise<readonly (KeyRecord & { readonly asks: boolean })[]> {
  const { id, key } = await openedBy(db, authorization);
  return (await listKeys(db, id)).map((record) => ({ ...record, asks: record.id === key }));
}

/** Ends a key at once. Throws KEY_IN_USE for the one that asks, so that nobody locks himself out, and KEY_UNKNOWN. */
export async function revokeKey(db: Db, authorization: string | undefined, key: string): Promise<void> {
  const asking = await openedBy(db, authorization);
  await refuseLimited(db, asking, 'revoke keys');
  if (asking.key === key)
    throw new KnownError(
      'KEY_IN_USE',
      'you ask with this very key; revoke it with another one, or renew it by POST /v1/accounts/key',
    );
  if (!(await removeKey(db, asking.id, key)))
    throw new KnownError('KEY_UNKNOWN', `this account has no key ${key}; GET /v1/keys lists them`);
}

/** Ends the session whose key asks. Throws KEY_REFUSED where it is a key of another kind: that is revoked by another one. */
export async function leaveSession(db: Db, authorization: string | undefined): Promise<void> {
  if (await endSession(db, hashOfKey(keyIn(authorization)))) return;
  throw new KnownError('KEY_REFUSED', 'this key is no session’s; revoke keys by DELETE /v1/keys/ID');
}

function keyIn(authorization: string | undefined): string {
  const [, key] = /^Bearer (\S{1,200})$/i.exec(authorization ?? '') ?? [];
  if (key !== undefined) return key;
  throw new KnownError(
    'KEY_REFUSED',
    'send your key as “Authorization: Bearer KEY”; POST /v1/accounts gives one',
  );
}

const unknownKey = (): KnownError => new KnownError('KEY_REFUSED', 'this key opens no account here');
