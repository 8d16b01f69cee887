/** What the page says now, in the language that it speaks. The words of another are not loaded. */
import { computed, signal } from '@preact/signals';
import { type Formats, formatsOf } from './formats.ts';
import { LANGUAGES, type Language } from './languages.ts';
import type { Words } from './pack.ts';

const spoken = signal<{ readonly language: Language; readonly words: Partial<Words> }>({
  language: 'en',
  words: {},
});

export const language = computed(() => spoken.value.language);

/** A page's words. What reads them while it is rendered is rendered again when the language changes. */
export function words<Page extends keyof Words>(page: Page): Words[Page] {
  const found: Words[Page] | undefined = spoken.value.words[page];
  if (found === undefined) throw new Error(`the words of ${page} are loaded before it is shown`);
  return found;
}

/** How the spoken language writes numbers and times. */
export const formats = (): Formats => formatsOf(language.value);

/** A page's words in one language, loaded. */
export const wordsIn = async <Page extends keyof Words>(tongue: Language, page: Page): Promise<Words[Page]> =>
  (await LANGUAGES[tongue].pack[page]()).words;

/** Speaks a language from now on, with the words of these pages besides those that were loaded before. */
export async function speak(tongue: Language, pages: readonly (keyof Words)[] = []): Promise<void> {
  const all = new Set([...(Object.keys(spoken.peek().words) as (keyof Words)[]), ...pages]);
  const loaded = await Promise.all([...all].map(async (page) => [page, await wordsIn(tongue, page)]));
  spoken.value = { language: tongue, words: Object.fromEntries(loaded) };
}
