/** What settlement keeps in the database. */
import type { Payee, TokenUnits } from '@manyhands/protocol';

/** A voucher as its channel's signer signed it. */
export interface SignedVoucher {
  readonly researcher: string;
  readonly signer: string;
  /** 0x and 64 hex digits. */
  readonly salt: string;
  readonly cumulative: TokenUnits;
  /** 0x and 65 bytes as hex. */
  readonly signature: string;
}

/** A voucher below another of its channel, signed with it. */
export type VoucherStep = Pick<SignedVoucher, 'cumulative' | 'signature'>;

/** What one settlement transaction says. */
export interface EpochCall {
  readonly number: number;
  readonly vouchers: readonly SignedVoucher[];
  /** 0x and 64 hex digits. */
  readonly root: string;
  /** SHA-256 of the published leaves, 64 hex digits. */
  readonly leaves: string;
}

/** A payee's place in the settlement tree. */
export interface Leaf {
  /** The place in the tree; it belongs to the account for ever. */
  readonly index: number;
  readonly account: Payee;
  readonly cumulative: TokenUnits;
}
