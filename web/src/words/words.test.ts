import { beforeEach, describe, expect, it } from 'vitest';
import { formatsOf } from './formats.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, languageOf } from './languages.ts';
import { language, speak, words, wordsIn } from './words.ts';

type Page = keyof (typeof LANGUAGES)['en']['pack'];
const PAGES = Object.keys(LANGUAGES.en.pack) as Page[];

/** Every place of a word, its kind, and for texts what it says. JSX is a word like a text. */
function placesOf(value: unknown, at = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || 'props' in value) return new Map([[at, value]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...placesOf(inner, `${at}/${key}`)]));
}

describe.each(LANGUAGE_NAMES)('the words of %s', (name: Language) => {
  it.each(PAGES)('have a word of the same kind for all of %s, and none that is empty', async (page) => {
    const [english, spoken] = await Promise.all([wordsIn('en', page), wordsIn(name, page)]);
    const optional = /^\/(errors|reasons)\b/;
    const kinds = (places: Map<string, unknown>) =>
      [...places].filter(([at]) => !optional.test(at)).map(([at, word]) => `${at}: ${typeof word}`);
    expect(kinds(placesOf(spoken)).sort()).toEqual(kinds(placesOf(english)).sort());
    for (const [at, word] of placesOf(spoken)) expect(word, at).not.toBe('');
  });
});

describe('languages', () => {
  it('the first that is asked for and spoken is taken, a region’s by its language, else English', () => {
    expect(languageOf(['fr', 'de-AT', 'en'])).toBe('de');
    expect(languageOf(['EN_us', 'de'])).toBe('en');
    expect(languageOf(['fr', 'x'])).toBe('en');
    expect(languageOf(['constructor', ''])).toBe('en');
  });

  it('words are those of the language that is spoken, also of pages that were opened before', async () => {
    await speak('en', ['common']);
    expect(words('common').language).toBe('Language');
    expect(() => words('community')).toThrow(/loaded before/);
    await speak('de', ['community']);
    expect(language.value).toBe('de');
    expect([words('common').language, words('community').title]).toEqual(['Sprache', 'Wer hilft']);
  });
});

describe('formats', () => {
  beforeEach(() => speak('en', ['common']));

  it('amounts keep every unit and no trailing zero', () => {
    const amounts = [0n, 1n, 1_250_430_000n, 87_000_000_000_000_000n];
    expect(amounts.map(formatsOf('en').amount)).toEqual(['0', '0.000000001', '1.25043', '87,000,000']);
    expect(amounts.map(formatsOf('de').amount)).toEqual(['0', '0,000000001', '1,25043', '87.000.000']);
  });

  it('fuel, bytes, durations and shares are as exact as people need', () => {
    const [en, de] = [formatsOf('en'), formatsOf('de')];
    expect([en, de].map(({ compact }) => compact(18_400_000_000n))).toEqual([
      '18.4 billion',
      '18,4 Milliarden',
    ]);
    expect([100, 2048, 64 * 2 ** 20].map(en.bytes)).toEqual(['1 kB', '2 kB', '64 MB']);
    const times = [0.2, 59, 480, 7300, 400_000];
    expect(times.map(en.duration)).toEqual(['1 sec', '59 sec', '8 min', '2 hr', '5 days']);
    expect(times.map(de.duration)).toEqual(['1 Sek.', '59 Sek.', '8 Min.', '2 Std.', '5 Tage']);
    expect([en.percent(0.8), de.percent(0.8), en.percent(0.123456, 4)]).toEqual([
      '80%',
      '80\u00a0%',
      '12.3456%',
    ]);
  });

  it('a counted thing has the form of its number, also where a language has more than two', () => {
    const threads = { one: '# thread', other: '# threads' };
    expect([0, 1, 2, 1500].map((count) => formatsOf('en').plural(count, threads))).toEqual([
      '0 threads',
      '1 thread',
      '2 threads',
      '1,500 threads',
    ]);
    const polish = { one: '# wątek', few: '# wątki', many: '# wątków', other: '# wątku' };
    expect([1, 3, 5].map((count) => formatsOf('pl').plural(count, polish))).toEqual([
      '1 wątek',
      '3 wątki',
      '5 wątków',
    ]);
  });
});
