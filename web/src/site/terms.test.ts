import { describe, expect, it } from 'vitest';
import { EMPTY, faultsOf, isFine, termsOf } from './terms.ts';

const ADDRESS = `0x${'aB'.repeat(20)}`;
const fine = {
  ...EMPTY,
  name: ' Tidepool ',
  origins: 'https://a.example\nhttp://localhost:4101',
  payee: ADDRESS,
};

describe('what an owner types', () => {
  it('is taken as it is meant', () => {
    expect(isFine(faultsOf(fine))).toBe(true);
    expect(termsOf(fine)).toMatchObject({
      name: 'Tidepool',
      origins: ['https://a.example', 'http://localhost:4101'],
    });
  });

  it.each([
    ['a.example/news/', 'https://a.example'],
    ['https://a.example/', 'https://a.example'],
    ['HTTP://A.example', 'http://a.example'],
    ['*', null],
    ["https://a;script-src'x'", null],
  ])('%s is no origin, and what is meant by it is %s', (line, meant) => {
    expect(faultsOf({ ...fine, origins: line }).origin).toEqual({ line, meant });
  });

  it('says where an address is wrong, and where one is missing', () => {
    expect(faultsOf({ ...fine, payee: '' }).payee).toBe('missing');
    expect(faultsOf({ ...fine, payee: '0x12' }).payee).toBe('wrong');
    expect(faultsOf({ ...fine, sitePpm: 0, causePpm: 1_000_000 })).toMatchObject({
      payee: null,
      cause: 'missing',
    });
    expect(faultsOf({ ...fine, sitePpm: 0, visitorPpm: 1_000_000, payee: '' }).payee).toBeNull();
    expect(isFine(faultsOf({ ...fine, name: ' ' }))).toBe(false);
    expect(faultsOf({ ...fine, origins: 'https://a.example\n'.repeat(33) }).tooMany).toBe(true);
  });
});
