/** The key of the owner's account: in the page's memory, and in this browser only where the owner says so. */
const KEPT = 'manyhands-owner-key';

/** Browsers that block storage throw at the first look. */
function storage<T>(act: (storage: Storage) => T): T | null {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

export const keptKey = (): string => storage((kept) => kept.getItem(KEPT)) ?? '';

export const keepKey = (key: string): void => void storage((kept) => kept.setItem(KEPT, key));

export const forgetKey = (): void => void storage((kept) => kept.removeItem(KEPT));
