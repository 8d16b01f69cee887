import { describe, expect, it } from 'vitest';
import { addressOf, newPrivateKey } from './eip712.ts';
import { type Greeting, greetingIsSigned, proofOf, signGreeting } from './greeting.ts';

const key = newPrivateKey();
const greeting: Greeting = {
  nonce: `0x${'5a'.repeat(32)}`,
  device: addressOf(key),
  payee: `0x${'12'.repeat(20)}`,
  site: '',
};
const signed = signGreeting(key, greeting);

describe('a greeting', () => {
  it('is proved by its device’s key, for what it says', () => {
    expect(greetingIsSigned(greeting, signed)).toBe(true);
    for (const change of [
      { nonce: `0x${'5b'.repeat(32)}` },
      { payee: '' },
      { site: greeting.payee },
      { device: addressOf(newPrivateKey()) },
      // One field must not pass for another.
      { payee: '', site: greeting.payee },
    ])
      expect(greetingIsSigned({ ...greeting, ...change }, signed)).toBe(false);
  });

  it('[SE1] is refused without an exception, whatever stands in for the proof', () => {
    const zero = '0'.repeat(64);
    for (const text of [
      '',
      '0x',
      signed.slice(0, -2),
      `${signed}00`,
      signed.replace('0x04', '0x02'),
      signed.toUpperCase(),
    ])
      expect(proofOf(greeting, text)).toBeNull();
    for (const scalars of [zero + zero, 'f'.repeat(128), signed.slice(132, 196) + zero])
      expect(greetingIsSigned(greeting, signed.slice(0, 132) + scalars)).toBe(false);
  });
});
