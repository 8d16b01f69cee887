import { KnownError } from './errors.ts';

/** A device or a payee as it is signed, sent and kept: 0x and 40 lower-case hex digits. */
export const ADDRESS = /^0x[0-9a-f]{40}$/;

/** Nobody has its key, and no token pays it: it is an address, and no payee. */
export const NOBODY = `0x${'0'.repeat(40)}`;

/** The address of somebody who is to be paid, `what` for instance the author. Throws PAYEE_INVALID where that can be nobody. */
export function checkPayee(address: string, what: string): string {
  if (address !== NOBODY) return address;
  throw new KnownError(
    'PAYEE_INVALID',
    `${what} is the zero address, at which nobody can be paid: name an address whose key somebody has, or none`,
  );
}
