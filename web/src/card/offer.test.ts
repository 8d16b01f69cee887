import { LIMITS } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_NAMES } from '../words/languages.ts';
import { wordsIn } from '../words/words.ts';
import { agreedWords, askedFrom } from './offer.ts';

const facts = JSON.stringify({
  key: 'ab'.repeat(16),
  name: 'Tidepool',
  sitePpm: 700_000,
  visitorPpm: 100_000,
  causePpm: 200_000,
});
const asked = (query: string, cores = 4) => askedFrom(facts, new URLSearchParams(query), cores);

describe('what a site asks', () => {
  it('is nothing where the coordinator knows no site', () => {
    expect(askedFrom(null, new URLSearchParams(), 4)).toBeNull();
  });

  it.each([
    ['', 1],
    ['threads=3', 3],
    ['threads=99', 4],
    ['threads=-1', 1],
    ['threads=many', 1],
  ])('suggests threads that the machine has: “%s” is %i', (query, threads) => {
    expect(asked(query)?.offer.threads).toBe(threads);
  });

  it('has the page’s theme, and any other is the page’s own', () => {
    expect(['theme=dark', 'theme=light', 'theme=pink', ''].map((query) => asked(query)?.theme)).toEqual([
      'dark',
      'light',
      'auto',
      'auto',
    ]);
    expect(asked('compact')?.compact).toBe(true);
    expect(asked('')?.categories).toEqual([]);
    const limited = JSON.stringify({ ...JSON.parse(facts), categories: ['medicine'] });
    expect(askedFrom(limited, new URLSearchParams(), 4)?.categories).toEqual(['medicine']);
    expect([asked('lang=de-AT')?.lang, asked('')?.lang]).toEqual(['de-AT', '']);
  });
});

describe('the words of the card', () => {
  const offer = {
    siteName: 'Tidepool',
    threads: 2,
    sitePpm: 700_000,
    visitorPpm: 100_000,
    causePpm: 200_000,
  };

  it('say how much, for whom and how to stop', async () => {
    const english = await wordsIn('en', 'card');
    const words = agreedWords(offer, english);
    expect(words).toMatch(/on 2 threads of your processor/);
    expect(words).toMatch(/is split: 80% for Tidepool, 20% for the cause it chose\./);
    expect(words).toMatch(/Stop at any time: that withdraws it\./);
    expect(agreedWords({ ...offer, causePpm: 0, sitePpm: 900_000 }, english)).toMatch(
      /What it earns goes to Tidepool\./,
    );
  });

  it.each(LANGUAGE_NAMES)('fit into a receipt, whatever a site’s name, in %s', async (language) => {
    const widest = { ...offer, siteName: '試'.repeat(100), sitePpm: 333_333, threads: 256 };
    const longest = agreedWords(widest, await wordsIn(language, 'card'));
    expect(longest.length).toBeLessThanOrEqual(LIMITS.consentWords);
    const receipt = JSON.stringify({
      words: longest,
      language,
      origin: 'x'.repeat(255),
      rest: 'x'.repeat(300),
    });
    expect(new TextEncoder().encode(receipt).length).toBeLessThanOrEqual(LIMITS.textBytes);
  });
});
