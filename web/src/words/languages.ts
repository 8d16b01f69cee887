import { de } from './de/index.ts';
import { en } from './en/index.ts';
import type { Pack } from './pack.ts';

/** What the pages speak, by BCP 47 tag: a language is a folder here and a line. `name`: as its speakers call it. */
export const LANGUAGES = {
  en: { name: 'English', pack: en },
  de: { name: 'Deutsch', pack: de },
} as const satisfies Record<string, { readonly name: string; readonly pack: Pack }>;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[];

/** The first of some tags that the pages speak, as `de` serves `de-AT`; else English. */
export function languageOf(tags: readonly string[]): Language {
  const [found] = tags.flatMap((tag) => LANGUAGE_NAMES.filter((name) => name === primaryOf(tag)));
  return found ?? 'en';
}

const primaryOf = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0];
