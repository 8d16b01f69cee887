/** A few small texts that outlive the page or process: IndexedDB in browsers, a file on servers. */
export interface KeyValue {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Forgets everything at the end: for browsers that block storage, and for tests. */
export function memoryKeyValue(): KeyValue {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => {
      values.set(key, value);
    },
    delete: async (key) => {
      values.delete(key);
    },
  };
}
