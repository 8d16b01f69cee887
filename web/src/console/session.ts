/** Who is at the console, and the coordinator as they may use it. */
import { type Client, manyhands } from '@manyhands/sdk';
import { computed, signal } from '@preact/signals';
import { keptKey } from '../shared/account/kept-key.ts';
import * as account from '../shared/account/key.ts';
import { signInByWallet } from '../shared/account/wallet.ts';
import { ask } from '../shared/ask.ts';
import { attempting } from '../shared/attempt.ts';
import { forgetPaymentKey, paidJobs } from './paying/purse.ts';
import { sayError } from './saying.ts';

/** What became of the last wish about the account, in whatever language the page speaks; null: nothing yet. */
export const said = signal<(() => string) | null>(null);
export const problem = signal<(() => string) | null>(null);

/** The coordinator that serves this page, under the key that is held; without one it answers what is public. */
export const client = computed<Client>(() => manyhands(location.origin, account.key.value || undefined));

/** Of the wallet, which has a door of its own. */
export const walletProblem = signal<(() => string) | null>(null);

const attempt = attempting(said, problem, sayError);
const attemptByWallet = attempting(said, walletProblem, sayError);

/** Opens the account of a key, once the coordinator knows it. */
export const enter = (typed: string, keeps: boolean): Promise<void> =>
  attempt(async () => {
    const opened = typed.trim();
    await ask('/v1/sites', { headers: account.bearing(opened) });
    account.hold(opened, keeps);
  });

/** Opens the account of this browser's wallet, with a key that ends by itself. */
export const enterByWallet = (keeps: boolean): Promise<void> =>
  attemptByWallet(async () => {
    account.hold(await signInByWallet(), keeps);
  });

export const makeAccount = (name: string): Promise<void> => attempt(() => account.openAccount(name));

/** How the coordinator's keys for wallets begin. */
const SESSION = 'mhs_';

const endSession = (key: string): Promise<unknown> =>
  ask('/v1/sign-in', { method: 'DELETE', headers: account.bearing(key) });

/** Whether the keys that pay for this browser's jobs stay in it for whoever comes next. */
export type Leaving = 'keeping' | 'forgetting';

/** A wallet's session is ended at the coordinator too; a key of another kind stays what it is. */
export function leave(how: Leaving): void {
  if (how === 'forgetting') for (const job of paidJobs()) forgetPaymentKey(job);
  if (account.key.value.startsWith(SESSION)) void endSession(account.key.value).catch(() => undefined);
  account.letGo();
  said.value = problem.value = walletProblem.value = null;
}

/** Called once by the page: the key that this browser keeps opens its account. */
export async function openKept(): Promise<void> {
  const kept = keptKey();
  if (kept !== '') await enter(kept, true);
}
