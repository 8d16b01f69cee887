import { type Consent, eraseOwnData, isPayee, keep, ownData, recall } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { save } from '../shared/save.ts';
import { type Balance, fetchBalance } from './balance.ts';
import type { OwnAccount } from './wallet.ts';

/** How far the making of an account is: `words` are to be written down, `made` may be saved and used. */
export const step = signal<'start' | 'recover' | 'words' | 'made'>('start');
export const account = signal<OwnAccount | null>(null);
/** Which of the words is asked for, from 0: a proof that they were written down. */
export const asked = signal(0);
export const problem = signal('');
/** From 0 to 1 while the file is encrypted, else null. */
export const encrypting = signal<number | null>(null);

/** The account that this browser's work is paid to, or empty. */
export const payee = signal('');
/** Whose earnings are shown; empty: nobody's yet. */
export const shown = signal('');
/** Undefined until the first answer; a text says why there is none. */
export const balance = signal<Balance | string | undefined>(undefined);
/** What this browser keeps, or null for nothing. */
export const kept = signal<Readonly<Record<string, string>> | null>(null);

const wallet = () => import('./wallet.ts');

export async function make(): Promise<void> {
  const { newAccount } = await wallet();
  account.value = newAccount();
  asked.value = Math.floor(Math.random() * account.value.words.length);
  problem.value = '';
  step.value = 'words';
}

/** The asked word was typed: right, or not. */
export function prove(word: string): void {
  const right = account.value?.words[asked.value];
  problem.value =
    word.trim().toLowerCase() === right
      ? ''
      : `That is not word ${asked.value + 1}: look at your copy again.`;
  if (problem.value === '') step.value = 'made';
}

export async function recover(text: string): Promise<void> {
  const { accountFrom } = await wallet();
  const found = accountFrom(text);
  problem.value = typeof found === 'string' ? found : '';
  if (typeof found === 'string') return;
  account.value = found;
  step.value = 'made';
}

export const SHORTEST_PASSWORD = 10;

/** Saves the account as an encrypted file. */
export async function saveFile(password: string): Promise<void> {
  const own = account.value;
  if (own === null || encrypting.value !== null) return;
  if (password.length < SHORTEST_PASSWORD) {
    problem.value = `A password of at least ${SHORTEST_PASSWORD} characters, or the file protects nothing.`;
    return;
  }
  problem.value = '';
  encrypting.value = 0;
  const { encrypted } = await wallet();
  const json = await encrypted(own, password, (done) => {
    encrypting.value = done;
  });
  encrypting.value = null;
  save(`manyhands-account-${own.address.slice(2, 10)}.json`, json);
}

/** This browser's work is paid to the account from the next start on; its secret leaves the page. */
export async function use(): Promise<void> {
  const own = account.value;
  if (own === null) return;
  await keep('payee', own.address);
  payee.value = own.address;
  forgetSecret();
  await Promise.all([show(own.address), lookAtKept()]);
}

/** Back to the start: the words are nowhere any more. */
export function forgetSecret(): void {
  account.value = null;
  problem.value = '';
  step.value = 'start';
}

export async function show(address: string): Promise<void> {
  shown.value = address.toLowerCase();
  balance.value = undefined;
  await refresh();
}

async function refresh(): Promise<void> {
  const address = shown.value;
  if (address === '' || !isPayee(address)) return;
  const found = await fetchBalance(address);
  if (address === shown.value) balance.value = found;
}

async function lookAtKept(): Promise<void> {
  kept.value = await ownData();
}

/** The consent in what is kept, if any. */
export function keptConsent(): Consent | null {
  try {
    return JSON.parse(kept.value?.consent ?? 'null') as Consent | null;
  } catch {
    return null;
  }
}

export const saveKept = (): void =>
  save('manyhands-browser.json', `${JSON.stringify(kept.value, null, 2)}\n`);

export async function eraseKept(): Promise<void> {
  await eraseOwnData();
  payee.value = '';
  await lookAtKept();
}

const REFRESH_MS = 10_000;

/** Called once by the page. */
export async function openPage(): Promise<void> {
  setInterval(() => {
    if (!document.hidden) void refresh();
  }, REFRESH_MS);
  await lookAtKept();
  payee.value = await recall('payee');
  if (payee.value) await show(payee.value);
}
