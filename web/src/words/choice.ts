/** Which language a page speaks: the one chosen here, else what the browser asks for, else English. */
import { effect } from '@preact/signals';
import { type Language, languageOf } from './languages.ts';
import type { PageName } from './pack.ts';
import { language, speak, words } from './words.ts';

const KEPT = 'manyhands-language';

/** Browsers that block storage throw at the first look. */
function storage<T>(act: (storage: Storage) => T): T | null {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/** The language that was chosen in this browser, or null. */
export const chosenLanguage = (): string | null => storage((kept) => kept.getItem(KEPT));

/** Stored at once, and by nothing but the visitor's choice [CO1]. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  storage((kept) => kept.setItem(KEPT, chosen));
  await speak(chosen);
}

export const forgetLanguage = (): void => void storage((kept) => kept.removeItem(KEPT));

/** Before a page is shown: `first` are tags that come before what the browser asks for. */
export async function openWords(page: PageName, first: readonly string[] = []): Promise<void> {
  await speak(languageOf([...first, ...navigator.languages]), ['common', page]);
  effect(() => {
    document.documentElement.lang = language.value;
    document.title = words(page).documentTitle;
  });
}

/** Before a page of ours is shown: with the language that was chosen in this browser. */
export const openPageWords = (page: PageName): Promise<void> =>
  openWords(page, [chosenLanguage() ?? ''].filter(Boolean));
