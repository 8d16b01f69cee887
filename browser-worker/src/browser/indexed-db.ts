import { createStore, del, get, set } from 'idb-keyval';
import { type KeyValue, memoryKeyValue } from '../key-value.ts';

export const DATABASE = 'manyhands';
export const TEXTS = 'texts';

/**
 * Texts in IndexedDB, or in memory where the browser blocks storage.
 * Opening creates the database, so this is called only after a yes, or when {@link wasUsedBefore}.
 */
export async function indexedDbKeyValue(): Promise<KeyValue> {
  try {
    const store = createStore(DATABASE, TEXTS);
    await get('probe', store);
    return {
      get: (key) => get<string>(key, store),
      set: (key, value) => set(key, value, store),
      delete: (key) => del(key, store),
    };
  } catch {
    return memoryKeyValue();
  }
}

/** Whether this browser holds our database already, found out without making one. */
export async function wasUsedBefore(): Promise<boolean> {
  const databases = await globalThis.indexedDB?.databases?.().catch(() => []);
  return databases?.some(({ name }) => name === DATABASE) ?? false;
}
