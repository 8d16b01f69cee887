import { signal } from '@preact/signals';
import { ask, askText, Refused, sending } from '../shared/ask.ts';
import { save } from '../shared/save.ts';
import { refusalWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import type { Hub } from './wallet.ts';

/** What came of the last request, to be said in whatever language the page speaks; null: nothing yet. */
export const saved = signal<(() => string) | null>(null);
export const statementProblem = signal<(() => string) | null>(null);
export const isAskingStatement = signal(false);

/** Signs with an account's words, and saves its statement. The words are kept nowhere. */
export async function saveStatement(address: string, text: string): Promise<void> {
  if (isAskingStatement.value) return;
  isAskingStatement.value = true;
  saved.value = null;
  statementProblem.value = await asked(address, text)
    .catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      return () => refusalWords(error);
    })
    .finally(() => {
      isAskingStatement.value = false;
    });
}

/** Null, or what is wrong. */
async function asked(address: string, typed: string): Promise<(() => string) | null> {
  const { accountFrom, signedRequest } = await import('./wallet.ts');
  const own = accountFrom(typed);
  if ('fault' in own) return () => words('account').making.wrongWords;
  if (own.address !== address) return () => words('account').payout.otherAccount;
  const at = Date.now();
  const signature = signedRequest(own, await ask<Hub>('/v1/payments'), at);
  const csv = await askText(`/v1/payees/${address}/statement`, sending('POST', { at, signature }));
  save('statement.csv', csv, 'text/csv');
  saved.value = () => words('account').statement.saved;
  return null;
}
