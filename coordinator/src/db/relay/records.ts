import type { Payee, TokenUnits } from '@manyhands/protocol';

/** What a payee signed: the terms of one claim by the relayer. */
export interface RelayTerms {
  readonly payee: Payee;
  readonly index: number;
  readonly claimed: TokenUnits;
  readonly fee: TokenUnits;
  readonly least: TokenUnits;
  /** Seconds since 1970. */
  readonly deadline: number;
  /** 0x and 65 bytes as hex. */
  readonly signature: string;
}

/** A transaction that is signed and may be sent, as often as it takes. */
export interface Prepared {
  readonly tx: string;
  readonly raw: string;
  readonly nonce: number;
}

export interface RelayedClaim extends RelayTerms {
  readonly id: number;
  readonly state: 'asked' | 'sent' | 'done' | 'dropped';
  /** The newest that was sent for it, or the one that was mined; null before the first. */
  readonly tx: string | null;
  readonly why: string;
}

export const RELAY_COLUMNS = 'id, payee, index, claimed, fee, least, deadline, signature, state, tx, why';
