import { createHash, randomBytes } from 'node:crypto';
import { type AccountId, KnownError } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { addAccount } from '../db/jobs/add-account.ts';
import { changeKey } from '../db/jobs/change-key.ts';
import { type Account, findAccount } from '../db/jobs/find-account.ts';

const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

const newKey = (): string => `mh_${randomBytes(32).toString('base64url')}`;

/** Opens an account; its key is told once and cannot be read again. */
export async function openAccount(db: Db, name: string): Promise<{ account: AccountId; key: string }> {
  const account = randomBytes(16).toString('hex') as AccountId;
  const key = newKey();
  await addAccount(db, { id: account, name, keyHash: hashOfKey(key) });
  return { account, key };
}

/** The account that an Authorization header opens; throws KEY_REFUSED. */
export async function accountOf(db: Db, authorization: string | undefined): Promise<Account> {
  const account = await findAccount(db, hashOfKey(keyIn(authorization)));
  if (account === null) throw unknownKey();
  return account;
}

/** Gives the account a new key; the one that asked opens nothing from now on. Throws KEY_REFUSED. */
export async function renewKey(
  db: Db,
  authorization: string | undefined,
): Promise<{ account: AccountId; key: string }> {
  const { id } = await accountOf(db, authorization);
  const key = newKey();
  const from = hashOfKey(keyIn(authorization));
  if (!(await changeKey(db, id, { from, to: hashOfKey(key) }))) throw unknownKey();
  return { account: id, key };
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
