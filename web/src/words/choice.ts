/** Which language a page speaks: the one chosen here, else what the browser asks for, else English. */
import { effect } from '@preact/signals';
import { storage } from '../shared/storage.ts';
import { type Language, languageOf } from './languages.ts';
import type { PageName, Words } from './pack.ts';
import { language, speak, words } from './words.ts';

const KEPT = 'manyhands-language';

/** The language that was chosen in this browser, or null. */
export const chosenLanguage = (): string | null => storage((kept) => kept.getItem(KEPT));

/** Stored at once, and by nothing but the visitor's choice [CO1]. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  storage((kept) => kept.setItem(KEPT, chosen));
  await speak(chosen);
}

export const forgetLanguage = (): void => void storage((kept) => kept.removeItem(KEPT));

export type OpenedWords = readonly [PageName, ...(keyof Words)[]];

/** Before anything is shown: the words of a page, which has its title, and others. `first`: tags before those of the browser. */
export async function openWords(opened: OpenedWords, first: readonly string[]): Promise<void> {
  await speak(languageOf([...first, ...navigator.languages]), ['common', ...opened]);
  effect(() => {
    document.documentElement.lang = language.value;
    document.title = words(opened[0]).documentTitle;
  });
}

/** The same for a page of ours: in the language that was chosen in this browser. */
export const openPageWords = (...opened: OpenedWords): Promise<void> =>
  openWords(opened, [chosenLanguage() ?? ''].filter(Boolean));
