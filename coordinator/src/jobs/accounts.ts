import { createHash, randomBytes } from 'node:crypto';
import { type AccountId, KnownError } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { addAccount } from '../db/jobs/add-account.ts';
import { type Account, findAccount } from '../db/jobs/find-account.ts';

const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Opens an account; its key is told once and cannot be read again. */
export async function openAccount(db: Db, name: string): Promise<{ account: AccountId; key: string }> {
  const account = randomBytes(16).toString('hex') as AccountId;
  const key = `mh_${randomBytes(32).toString('base64url')}`;
  await addAccount(db, { id: account, name, keyHash: hashOfKey(key) });
  return { account, key };
}

/** The account that an Authorization header opens; throws KEY_REFUSED. */
export async function accountOf(db: Db, authorization: string | undefined): Promise<Account> {
  const [, key] = /^Bearer (\S{1,200})$/i.exec(authorization ?? '') ?? [];
  if (key === undefined)
    throw new KnownError(
      'KEY_REFUSED',
      'send your key as “Authorization: Bearer KEY”; POST /v1/accounts gives one',
    );
  const account = await findAccount(db, hashOfKey(key));
  if (account === null) throw new KnownError('KEY_REFUSED', 'this key opens no account here');
  return account;
}
