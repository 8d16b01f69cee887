/** The key of the owner's account: in the page's memory, and in this browser only where the owner says so. */
import { storage } from '../storage.ts';

const KEPT = 'manyhands-owner-key';

export const keptKey = (): string => storage((kept) => kept.getItem(KEPT)) ?? '';

export const keepKey = (key: string): void => void storage((kept) => kept.setItem(KEPT, key));

export const forgetKey = (): void => void storage((kept) => kept.removeItem(KEPT));
