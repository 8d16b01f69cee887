import { KnownError, type TokenUnits } from '@manyhands/protocol';

/** The token's decimals: one HAND is 10^9 of its smallest units. */
export const TOKEN_DECIMALS = 9;

/** `1.5` → 1500000000. Throws REQUEST_INVALID on anything that is not such an amount. */
export function parseTokens(text: string): TokenUnits {
  const match = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text.trim());
  if (match === null)
    throw new KnownError('REQUEST_INVALID', `“${text}” is no amount of tokens; write it like 1.5`);
  const fraction = (match[2] ?? '').padEnd(TOKEN_DECIMALS, '0');
  return BigInt(match[1] + fraction) as TokenUnits;
}

/** 1500000000 → `1.5`; always exact. */
export function formatTokens(units: bigint): string {
  const digits = units.toString().padStart(TOKEN_DECIMALS + 1, '0');
  const fraction = digits.slice(-TOKEN_DECIMALS).replace(/0+$/, '');
  return digits.slice(0, -TOKEN_DECIMALS) + (fraction === '' ? '' : `.${fraction}`);
}
