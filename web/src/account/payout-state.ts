import { signal } from '@preact/signals';
import { ask, Refused, sending } from '../shared/ask.ts';
import { refusalWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import type { Hub } from './wallet.ts';

/** What the relayer says of a claim; amounts in token units, as text. */
export interface Quote {
  readonly index: number;
  readonly claimed: string;
  readonly due: string;
  readonly fee: string;
  readonly net: string;
  readonly relayer: string;
  readonly deadline: number;
  readonly reason: { readonly code: string } | null;
  readonly last: { readonly state: 'asked' | 'sent' | 'done' | 'dropped'; readonly why: string } | null;
}

/** Null while nothing is due, or nobody can say. */
export const quote = signal<Quote | null>(null);
/** What is wrong with what was typed or asked, to be said in whatever language the page speaks; null: nothing. */
export const payoutProblem = signal<(() => string) | null>(null);
export const isAsking = signal(false);

/** Asks what a claim for this account would bring; `due`: whether there is anything to claim. */
export async function lookAtQuote(address: string, due: boolean): Promise<void> {
  quote.value = due ? await ask<Quote>(`/v1/payees/${address}/claim`).catch(() => null) : null;
}

/** Signs the quoted terms with an account's words, and has the relayer claim. The words are kept nowhere. */
export async function payOut(address: string, text: string): Promise<void> {
  const offered = quote.value;
  if (offered === null || isAsking.value) return;
  isAsking.value = true;
  payoutProblem.value = await asked(address, offered, text).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    return () => refusalWords(error);
  });
  isAsking.value = false;
}

/** Null, or what is wrong. */
async function asked(address: string, offered: Quote, text: string): Promise<(() => string) | null> {
  const { accountFrom, signedTerms } = await import('./wallet.ts');
  const own = accountFrom(text);
  if ('fault' in own) return () => words('account').making.wrongWords;
  if (own.address !== address) return () => words('account').payout.otherAccount;
  const { index, claimed, fee, net: least, deadline, relayer } = offered;
  const signature = signedTerms(own, await ask<Hub>('/v1/payments'), {
    index: BigInt(index),
    account: address,
    claimed: BigInt(claimed),
    fee: BigInt(fee),
    least: BigInt(least),
    relayer,
    deadline: BigInt(deadline),
  });
  const terms = { index, claimed, fee, least, deadline, signature };
  quote.value = await ask<Quote>(`/v1/payees/${address}/claim`, sending('POST', terms));
  return null;
}
