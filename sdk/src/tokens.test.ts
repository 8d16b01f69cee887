import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTokens, parseTokens } from './tokens.ts';

it('amounts are exact both ways', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 87_000_000n * 10n ** 9n), (units) => {
      expect(parseTokens(formatTokens(units))).toBe(units);
    }),
  );
  expect(formatTokens(1_500_000_000n)).toBe('1.5');
  expect(parseTokens('0.000000001')).toBe(1n);
});

it.each(['', '-1', '1e9', '0.0000000001', '1,5', 'NaN'])('refuses %j', (text) => {
  expect(() => parseTokens(text)).toThrow(/no amount/);
});
