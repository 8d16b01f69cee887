import { clear, createStore, entries } from 'idb-keyval';
import { DATABASE, indexedDbKeyValue, TEXTS, wasUsedBefore } from './indexed-db.ts';

const PAYEE = 'payee';

/** The account that this browser's work is to be paid to, or empty. Looks without storing anything. */
export async function rememberedPayee(): Promise<string> {
  if (!(await wasUsedBefore())) return '';
  return (await (await indexedDbKeyValue()).get(PAYEE)) ?? '';
}

/** Keeps an account for the next visit. */
export async function rememberPayee(payee: string): Promise<void> {
  await (await indexedDbKeyValue()).set(PAYEE, payee);
}

/** Everything that this browser keeps for us, by name: the device's key included. Null where there is nothing. */
export async function ownData(): Promise<Readonly<Record<string, string>> | null> {
  if (!(await wasUsedBefore())) return null;
  const texts = await entries<string, string>(createStore(DATABASE, TEXTS)).catch(() => []);
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

/** Forgets all of it: the device's next visit is a newcomer's. What runs in another tab ends there. */
export async function eraseOwnData(): Promise<void> {
  if (await wasUsedBefore()) await clear(createStore(DATABASE, TEXTS));
}
