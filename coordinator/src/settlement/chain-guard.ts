import type { Payee, TokenUnits } from '@manyhands/protocol';
import type { Claim } from './chain.ts';

/** Somebody's question that a pending root must answer with a proof: so much at this place, for this account. */
export interface OpenDemand {
  readonly index: number;
  /** Lower case. */
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  /** Until when, in seconds since 1970; after that anybody may have the root cancelled. */
  readonly answerBy: number;
}

/** A leaf of the pending root that has what is demanded. */
export interface Answer {
  readonly claim: Claim;
  readonly demanded: TokenUnits;
}

/** What became of an answer: its transaction, or why there is none yet. */
export type Answered = { readonly tx: string } | { readonly why: string };

export interface Bond {
  readonly amount: TokenUnits;
  /** When the operator may withdraw it, in seconds since 1970; null while that is not requested. */
  readonly exitAt: number | null;
}

/** What a payee's receipt says; see ReceiptIn in contracts/solidity/IPayeeGuard.sol. */
export interface ReceiptTerms {
  readonly index: number;
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  readonly dueEpoch: number;
}

export interface Cancellation {
  /** Lower case. */
  readonly challenger: string;
  readonly lostBond: TokenUnits;
}

/** The hub's protection of payees, as its operator meets it. Throws as {@link Chain} does. */
export interface ChainGuard {
  /** Seconds between a root's posting and its first claim; as long again a demand waits for its answer. */
  activationDelay(): Promise<number>;
  bond(): Promise<Bond>;
  /** What is demanded of the pending root and not answered, the most urgent first; nothing where no root is pending. */
  demands(): Promise<OpenDemand[]>;
  /**
   * Sends one transaction for each answer, without waiting for one before the next, and then waits for all of them. One that
   * fails keeps no other from being sent.
   */
  answer(answers: readonly Answer[]): Promise<Answered[]>;
  /** How this root of this epoch was cancelled; null: it was not. */
  cancelled(number: number, root: string): Promise<Cancellation | null>;
  /** The operator's signature: 0x and 65 bytes as hex. */
  signReceipt(terms: ReceiptTerms): string;
}
