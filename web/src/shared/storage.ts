/** Looks at or changes what this browser stores; null where it blocks storage, which throws at the first look. */
export function storage<T>(act: (storage: Storage) => T): T | null {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}
