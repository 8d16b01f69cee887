import { type Consent, eraseOwnData, isPayee, keep, ownData, recall } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import type { Refused } from '../shared/ask.ts';
import { save } from '../shared/save.ts';
import { chosenLanguage, forgetLanguage } from '../words/choice.ts';
import { words } from '../words/words.ts';
import { type Balance, fetchBalance } from './balance.ts';
import { lookAtQuote, payoutProblem, quote } from './payout-state.ts';
import { lookAtReceipt, recallReceipt } from './receipt-state.ts';
import type { OwnAccount, WordsFault } from './wallet.ts';

/** How far the making of an account is: `words` are to be written down, `made` may be saved and used. */
export const step = signal<'start' | 'recover' | 'words' | 'made'>('start');
export const account = signal<OwnAccount | null>(null);
/** Which of the words is asked for, from 0: a proof that they were written down. */
export const asked = signal(0);
/** What is wrong with what was typed, to be said in whatever language the page speaks; null: nothing. */
export const problem = signal<(() => string) | null>(null);
/** From 0 to 1 while the file is encrypted, else null. */
export const encrypting = signal<number | null>(null);

/** The account that this browser's work is paid to, or empty. */
export const payee = signal('');
/** Whose earnings are shown; empty: nobody's yet. */
export const shown = signal('');
/** Undefined until the first answer; a refusal says why there is none. */
export const balance = signal<Balance | Refused | undefined>(undefined);
/** What this browser keeps, or null for nothing. */
export const kept = signal<Readonly<Record<string, string>> | null>(null);

/** As many as an account has. */
const WORDS = 12;

const wallet = () => import('./wallet.ts');

export async function make(): Promise<void> {
  const { newAccount } = await wallet();
  account.value = newAccount();
  asked.value = Math.floor(Math.random() * account.value.words.length);
  problem.value = null;
  step.value = 'words';
}

/** The asked word was typed: right, or not. */
export function prove(word: string): void {
  const right = account.value?.words[asked.value];
  const place = asked.value + 1;
  problem.value = word.trim().toLowerCase() === right ? null : () => words('account').making.wrongWord(place);
  if (problem.value === null) step.value = 'made';
}

export async function recover(text: string): Promise<void> {
  const { accountFrom } = await wallet();
  const found = accountFrom(text);
  problem.value = 'fault' in found ? () => faultWords(found) : null;
  if ('fault' in found) return;
  account.value = found;
  step.value = 'made';
}

function faultWords({ fault, given }: WordsFault): string {
  const { wordCount, wrongWords } = words('account').making;
  return fault === 'count' ? wordCount(WORDS, given) : wrongWords;
}

export const SHORTEST_PASSWORD = 10;

/** Saves the account as an encrypted file. */
export async function saveFile(password: string): Promise<void> {
  const own = account.value;
  if (own === null || encrypting.value !== null) return;
  if (password.length < SHORTEST_PASSWORD) {
    problem.value = () => words('account').making.shortPassword(SHORTEST_PASSWORD);
    return;
  }
  problem.value = null;
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
  problem.value = null;
  step.value = 'start';
}

export async function show(address: string): Promise<void> {
  shown.value = address.toLowerCase();
  balance.value = undefined;
  quote.value = payoutProblem.value = null;
  await recallReceipt(shown.value);
  await refresh();
}

async function refresh(): Promise<void> {
  const address = shown.value;
  if (address === '' || !isPayee(address)) return;
  const found = await fetchBalance(address);
  if (address !== shown.value) return;
  balance.value = found;
  await lookAtQuote(address, 'rooted' in found && found.claimed !== null && found.rooted > found.claimed);
  // Of one's own account alone: it is kept, and others have no use for it.
  if (address !== payee.value || !('earned' in found)) return;
  if (await lookAtReceipt(address, found.earned)) await lookAtKept();
}

async function lookAtKept(): Promise<void> {
  const language = chosenLanguage();
  const own = await ownData();
  kept.value = language === null ? own : { ...own, language };
}

/** The consent in what is kept, if any. */
export function keptConsent(name: string): Consent | null {
  try {
    return JSON.parse(kept.value?.[name] ?? 'null') as Consent | null;
  } catch {
    return null;
  }
}

export const saveKept = (): void =>
  save('manyhands-browser.json', `${JSON.stringify(kept.value, null, 2)}\n`);

export async function eraseKept(): Promise<void> {
  await eraseOwnData();
  forgetLanguage();
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
