import { describe, expect, it } from 'vitest';
import { CONSENT_VERSION, type Consent, consentHolds, permitOf, usedOf } from './consent.ts';

const NOW = 1_800_000_000_000;
const yes: Consent = {
  version: CONSENT_VERSION,
  at: NOW - 1000,
  lastsMs: 60_000,
  threads: 2,
  share: 0.5,
  payee: `0x${'aB'.repeat(20)}`,
  site: '',
};

const SITE = 'ab'.repeat(16);
const asked = { origin: 'https://tidepool.example', words: 'Support Tidepool?', language: 'en' };

describe('consent', () => {
  it('[CO1] a whole and present yes is a permit', () => {
    expect(permitOf(yes, NOW).consent).toBe(yes);
    expect(consentHolds({ ...yes, site: SITE, asked }, NOW)).toBe(true);
    expect(consentHolds({ ...yes, lastsMs: Number.POSITIVE_INFINITY }, NOW)).toBe(true);
  });

  it('[CO1] never more is used than was agreed to, whatever is chosen', () => {
    expect(usedOf(yes)).toEqual({ threads: 2, share: 0.5 });
    expect(usedOf({ ...yes, use: { threads: 1, share: 1 } })).toEqual({ threads: 1, share: 0.5 });
    expect(usedOf({ ...yes, use: { threads: 8, share: 0.1 } })).toEqual({ threads: 2, share: 0.1 });
  });

  it.each<[string, Consent | null | undefined]>([
    ['none at all', null],
    ['nothing stored', undefined],
    ['an older wording', { ...yes, version: CONSENT_VERSION - 1 }],
    ['one that ran out', { ...yes, at: NOW - 60_000 }],
    ['one from the future', { ...yes, at: NOW + 1 }],
    ['no threads', { ...yes, threads: 0 }],
    ['half a thread', { ...yes, threads: 1.5 }],
    ['more threads than a session may have', { ...yes, threads: 257 }],
    ['a share of nothing', { ...yes, share: 0 }],
    ['a share above one', { ...yes, share: 1.01 }],
    ['a share that is no number', { ...yes, share: Number.NaN }],
    ['no thread chosen', { ...yes, use: { threads: 0, share: 0.5 } }],
    ['a chosen share of nothing', { ...yes, use: { threads: 1, share: 0 } }],
    ['more jobs than can be named', { ...yes, jobs: Array(65).fill('a') }],
    ['an address that is none', { ...yes, payee: '0x12' }],
    ['the zero address', { ...yes, payee: `0x${'0'.repeat(40)}` }],
    ['a site that is none', { ...yes, site: 'example.org' }],
    ['a site that did not say where it asked', { ...yes, site: SITE }],
    ['a page that is none', { ...yes, site: SITE, asked: { ...asked, origin: 'example.org' } }],
    ['no words', { ...yes, site: SITE, asked: { ...asked, words: '' } }],
    ['words of no language', { ...yes, site: SITE, asked: { ...asked, language: '' } }],
    ['fields of other types', { ...yes, at: '1' as unknown as number, lastsMs: {} as number }],
  ])('[CO1] no permit comes of %s', (_, consent) => {
    expect(() => permitOf(consent, NOW)).toThrow(expect.objectContaining({ code: 'CONSENT_MISSING' }));
    expect(consentHolds(consent, NOW)).toBe(false);
  });
});
