/** What settlement keeps in the database. */
import type { Payee, TokenUnits } from '@manyhands/protocol';
import type { Gas } from '../../domain/gas.ts';
import type { Prepared } from '../relay/records.ts';

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

/** What an epoch is worth, in token units. */
export interface EpochWorth {
  /** The root's sum: all that was ever given to payees. */
  readonly total: TokenUnits;
  /** What is new of it. */
  readonly pays: bigint;
  /** What of its vouchers could soon be redeemed no more, because their channels' exits end. */
  readonly leaving: bigint;
}

/** A payee's place in the settlement tree. */
export interface Leaf {
  /** The place in the tree; it belongs to the account for ever. */
  readonly index: number;
  readonly account: Payee;
  readonly cumulative: TokenUnits;
}

/**
 * What the operator's own transactions are sent for: to settle an epoch, to claim for payees at its own cost, to make a claim on
 * terms (with its id), or nothing, so that what is behind them has its turn. `past`: what was sent for any of these and
 * is done with, unless a reorganisation puts it back or an empty place before it is filled.
 */
export type Purpose = 'epoch' | 'claims' | 'nothing' | 'past' | `relay:${number}`;

/** A transaction that is signed, and what it may cost. */
export interface Offer extends Prepared {
  /** What it is reckoned to use, at the present price. */
  readonly gas: Gas;
  /** Wei for a unit of gas at most, whatever becomes of the price. */
  readonly most: bigint;
}

/** A transaction that was kept before it was sent. */
export interface Outgoing extends Prepared {
  readonly purpose: Purpose;
  readonly gas: bigint;
  readonly most: bigint;
  /** Token units that its gas may cost at most; null: any, or reckoned anew each time. */
  readonly worth: bigint | null;
  /** Seconds since it was kept. */
  readonly age: number;
}
