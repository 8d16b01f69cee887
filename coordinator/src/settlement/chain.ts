import type { Payee, SumRange, TokenUnits } from '@manyhands/protocol';
import type { Prepared, RelayTerms } from '../db/relay/records.ts';
import type { EpochCall, Offer } from '../db/settlement/records.ts';
import type { Gas } from '../domain/gas.ts';
import type { ChainGuard } from './chain-guard.ts';

export type { Prepared, RelayTerms } from '../db/relay/records.ts';
export type { EpochCall, Offer, SignedVoucher } from '../db/settlement/records.ts';

/** A channel as the hub knows it, in token units. One nobody deposited into has zeros. */
export interface ChannelState {
  readonly deposit: TokenUnits;
  readonly spent: TokenUnits;
  /** The researcher asked to withdraw. */
  readonly exiting: boolean;
  /** When the withdrawal may be finished, in seconds since 1970; absent where none was asked for. */
  readonly exitAt?: number;
}

/** The hub's books, in token units. */
export interface HubBook {
  /** Redeemed from all channels, ever. */
  readonly earned: TokenUnits;
  /** Claimed by all payees, ever. */
  readonly paid: TokenUnits;
  /** Of the newest root, active or not; 0 before the first. */
  readonly epoch: number;
  /** The newest root word, 0x and 64 hex digits. */
  readonly root: string;
}

export interface Claim {
  readonly index: number;
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  readonly proof: readonly Uint8Array[];
}

/** What the operator sends by itself. */
export type HubCall =
  /** Redeems vouchers and posts a root. */
  | { readonly kind: 'settle'; readonly epoch: EpochCall }
  | { readonly kind: 'claims'; readonly claims: readonly Claim[] }
  /** Claims for a whole subtree: leaves with nothing due go along. */
  | { readonly kind: 'range'; readonly range: SumRange };

/** What became of asking for a better price. */
export type Repriced =
  | { readonly kind: 'offer'; readonly offer: Offer }
  /** Its price is no reason to wait. */
  | { readonly kind: 'enough' }
  /** A price that would do is above the bound. */
  | { readonly kind: 'dear' };

/** The transaction that posted a root, and how many blocks are on top of its own. */
export interface Posting {
  readonly tx: string;
  readonly depth: number;
}

/** How a transaction that was sent once stands. */
export type Fate =
  /** `depth`: how many blocks are on top of its own. */
  | { readonly kind: 'mined'; readonly depth: number }
  /** Mined, and changed nothing: its gas is spent. */
  | { readonly kind: 'failed' }
  /** Not mined, or no more after a reorganisation; it may be yet. `hasGap`: not before another one that nobody sent. */
  | { readonly kind: 'waiting'; readonly hasGap?: true }
  /** Another transaction of the operator has its place. */
  | { readonly kind: 'lost' };

/**
 * The payment hub on a chain. Forms: ethers, and in memory with the same rules; one suite runs on both.
 * Everything throws CHAIN_UNREACHABLE when the chain does not answer, and {@link ChainRefused} when the hub reverts.
 */
export interface Chain {
  readonly chainId: bigint;
  /** Lower-case addresses. */
  readonly hub: string;
  readonly token: string;
  readonly operator: Payee;
  /** The hub's protection of payees. */
  readonly guard: ChainGuard;
  channel(id: string): Promise<ChannelState>;
  /** What a channel's exits ever gave back, in token units: its deposit fell by as much. */
  takenOut(id: string): Promise<bigint>;
  book(): Promise<HubBook>;
  /** What posted this root as this epoch, or null; null also where the root was cancelled since. */
  postedBy(number: number, root: string): Promise<Posting | null>;
  /** Whether the newest root can be claimed against. */
  isActive(): Promise<boolean>;
  /** What was ever claimed at each leaf's index. */
  claimed(indexes: readonly number[]): Promise<TokenUnits[]>;
  /** What a call takes, at the present price. Throws {@link ChainRefused} where the hub would refuse it. */
  gasFor(call: HubCall): Promise<Gas>;
  /**
   * Signs a call and sends nothing. It never pays more than `most` wei for a unit of gas; null: no bound. `instead`: what
   * was sent before and is stuck, whose place it takes. Throws {@link ChainRefused} where the hub would refuse it, with GAS_TOO_DEAR above the bound, and with RELAYER_UNFUNDED
   * where the operator cannot pay the gas.
   */
  prepare(call: HubCall, most: bigint | null, instead?: Prepared): Promise<Offer>;
  /** The same call in the same place at a price that nodes take in exchange; sends nothing. */
  reprice(sent: Prepared, most: bigint | null): Promise<Repriced>;
  /**
   * Signs a claim on a payee's terms and sends nothing; `instead` as in {@link prepare}. Throws {@link ChainRefused} where the hub would refuse it, and
   * with the reason RELAYER_UNFUNDED where the operator cannot pay the gas.
   */
  prepareRelay(claim: Claim, terms: RelayTerms, instead?: Prepared): Promise<Offer>;
  /**
   * Signs what does nothing, in the place of what was sent, and sends it not: behind it the next have their turn. It pays `most`
   * wei for a unit of gas at most. Throws {@link ChainRefused} with GAS_TOO_DEAR above that, and with RELAYER_UNFUNDED.
   */
  vacate(sent: Prepared, most: bigint): Promise<Offer>;
  /** Sends what was prepared. Once more changes nothing. */
  sendPrepared(prepared: Prepared): Promise<void>;
  fateOf(prepared: Prepared): Promise<Fate>;
  /** An account's tokens, in the token's smallest units. */
  balanceOf(account: string): Promise<bigint>;
  /** Closes connections. */
  close(): void;
}

/** Why a chain refuses what the operator has no coins for. */
export const RELAYER_UNFUNDED = 'RelayerUnfunded';

/** Why a transaction is not prepared: gas is above its bound. */
export const GAS_TOO_DEAR = 'GasTooDear';

/** The hub reverted: `reason` is the name of its error, `RootAboveEarned` for instance. */
export class ChainRefused extends Error {
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(`the hub refused: ${reason}`, { cause });
    this.name = 'ChainRefused';
    this.reason = reason;
  }
}
