import { clear, createStore, entries } from 'idb-keyval';
import { DATABASE, indexedDbKeyValue, TEXTS, wasUsedBefore } from './indexed-db.ts';

/**
 * What pages keep besides the device's key: a yes and when to work, of cards by their site; whom to pay, and what it was promised;
 * what was done by day.
 */
export type KeptName =
  | 'consent'
  | 'rules'
  | `${'consent' | 'rules'} ${string}`
  | 'payee'
  | 'receipt'
  | 'history';

/** A text that a page kept, or empty. Looks without storing anything. */
export async function recall(name: KeptName): Promise<string> {
  if (!(await wasUsedBefore())) return '';
  return (await (await indexedDbKeyValue()).get(name)) ?? '';
}

/** Keeps a text for the next visit: after a click or a yes only. */
export async function keep(name: KeptName, text: string): Promise<void> {
  await (await indexedDbKeyValue()).set(name, text);
}

/** Keeps a text no longer. Looks without storing anything. */
export async function forget(name: KeptName): Promise<void> {
  if (await wasUsedBefore()) await (await indexedDbKeyValue()).delete(name);
}

/** Everything that this browser keeps for us, by name: the device's key included. Null where there is nothing. */
export async function ownData(): Promise<Readonly<Record<string, string>> | null> {
  if (!(await wasUsedBefore())) return null;
  const texts = await entries<string, string>(createStore(DATABASE, TEXTS)).catch(() => []);
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

/** Forgets all of it: the device's next visit is a newcomer's. What runs in another tab goes on with the key it has. */
export async function eraseOwnData(): Promise<void> {
  if (await wasUsedBefore()) await clear(createStore(DATABASE, TEXTS));
}
