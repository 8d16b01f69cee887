/** Signing in with Ethereum (EIP-4361): a text that is signed once opens the account of its address for a while. */
import { randomBytes } from 'node:crypto';
import { type AccountId, KnownError, recoverPersonal, signInText } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { addSignIn } from '../db/keys/add-sign-in.ts';
import { addWalletAccount } from '../db/keys/add-wallet-account.ts';
import { findWalletAccount } from '../db/keys/find-wallet-account.ts';
import { forgetSignIns } from '../db/keys/forget-sign-ins.ts';
import { lockWallet } from '../db/keys/lock-wallet.ts';
import { takeSignIn } from '../db/keys/take-sign-in.ts';
import { trimSessions } from '../db/keys/trim-sessions.ts';
import { makeKey } from './accounts.ts';

/** How long there is to sign. */
const SIGN_MS = 10 * 60_000;
/** How long a session lasts. */
const SESSION_SECONDS = 7 * 24 * 3600;
/** Sessions of an account at once: one more ends the oldest. */
const SESSIONS = 20;
/** Texts that wait for a signature. */
const MOST_PENDING = 10_000;

/** This machine's own names: nobody else can serve a page under them to somebody who sits here. */
const OWN = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Who wants to sign in, and on which page. */
export interface SignInAsked {
  /** 0x and 40 hex digits. */
  readonly address: string;
  readonly chainId: number;
  /** As the browser asks for it: host, and port where it is not the usual one. */
  readonly host: string;
  readonly protocol: string;
}

/**
 * The text to sign. The host is one that the operator named, or this machine: a page elsewhere could otherwise pass on a text
 * under its own name, which no wallet warns of. Throws DOMAIN_REFUSED, or RATE_LIMITED while too many texts wait.
 */
export async function beginSignIn(
  db: Db,
  domains: readonly string[],
  { address, chainId, host, protocol }: SignInAsked,
): Promise<{ nonce: string; message: string }> {
  const domain = host.toLowerCase();
  if (!OWN.test(domain) && !domains.includes(domain))
    throw new KnownError(
      'DOMAIN_REFUSED',
      `wallets do not sign in to “${domain.slice(0, 100)}”; the operator may name it in MANYHANDS_DOMAINS`,
    );
  const nonce = randomBytes(16).toString('hex');
  const issued = new Date();
  const expires = new Date(issued.getTime() + SIGN_MS);
  const uri = `${protocol}://${domain}/console.html`;
  const message = signInText({ domain, uri, address, chainId, nonce, issued, expires });
  await forgetSignIns(db);
  const isKept = await addSignIn(
    db,
    { nonce, address: address.toLowerCase(), message, expires },
    MOST_PENDING,
  );
  if (isKept) return { nonce, message };
  throw new KnownError('RATE_LIMITED', 'too many sign-ins wait for a signature; try again in some minutes');
}

/** Opens the account of whoever signed, which is made at the first time. The text is used up. Throws SIGN_IN_REFUSED. */
export async function finishSignIn(
  db: Db,
  nonce: string,
  signature: string,
): Promise<{ account: AccountId; key: string; expires: Date }> {
  const taken = await takeSignIn(db, nonce);
  if (taken === null)
    throw new KnownError(
      'SIGN_IN_REFUSED',
      'this text was signed before, or its ten minutes are over: ask for another',
    );
  if (recoverPersonal(taken.message, signature) !== taken.address)
    throw new KnownError('SIGN_IN_REFUSED', `the text is not signed by ${taken.address}`);
  return db.transaction(async (sql) => {
    const account = await accountOfWallet(sql, taken.address);
    const terms = { name: 'signed in by wallet', expiresInSeconds: SESSION_SECONDS, isSession: true };
    const { key, expires } = await makeKey(sql, account, terms);
    await trimSessions(sql, account, SESSIONS);
    return { account, key, expires: expires as Date };
  });
}

async function accountOfWallet(sql: Sql, address: string): Promise<AccountId> {
  await lockWallet(sql, address);
  const known = await findWalletAccount(sql, address);
  if (known !== null) return known;
  const account = randomBytes(16).toString('hex') as AccountId;
  await addWalletAccount(sql, address, account);
  return account;
}
