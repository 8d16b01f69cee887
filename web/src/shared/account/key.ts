/** The key of a researcher's or owner's account, and what a page does with it. */
import { computed, signal } from '@preact/signals';
import { ask, sending } from '../ask.ts';
import { forgetKey, keepKey } from './kept-key.ts';

/** Empty: nobody is here. */
export const key = signal('');
/** Whether this browser keeps it. */
export const isKept = signal(false);
/** A key that was made just now and is shown once; empty: none. */
export const freshKey = signal('');
export const isOpen = computed(() => key.value !== '');

export const bearing = (held: string): Record<string, string> => ({ authorization: `Bearer ${held}` });

/** From now on the page speaks for the account of this key. */
export function hold(opened: string, keeps: boolean): void {
  key.value = opened;
  isKept.value = keeps;
  if (keeps) keepKey(opened);
}

/** Opens an account; its key is held from now on and shown once. */
export async function openAccount(name: string): Promise<void> {
  freshKey.value = key.value = (await ask<{ key: string }>('/v1/accounts', sending('POST', { name }))).key;
}

/** The old key opens nothing from now on. */
export async function renewKey(): Promise<void> {
  const asked = { method: 'POST', headers: bearing(key.value) };
  freshKey.value = key.value = (await ask<{ key: string }>('/v1/accounts/key', asked)).key;
  if (isKept.value) keepKey(key.value);
}

/** Nothing of the account is left in the page or in the browser. */
export function letGo(): void {
  forgetKey();
  key.value = freshKey.value = '';
  isKept.value = false;
}
