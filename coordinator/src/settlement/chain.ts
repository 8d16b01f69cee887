import type { Payee, TokenUnits } from '@manyhands/protocol';
import type { Prepared, RelayTerms } from '../db/relay/records.ts';
import type { EpochCall } from '../db/settlement/records.ts';
import type { Gas } from '../domain/gas.ts';
import type { ChainGuard } from './chain-guard.ts';

export type { Prepared, RelayTerms } from '../db/relay/records.ts';
export type { EpochCall, SignedVoucher } from '../db/settlement/records.ts';

/** A channel as the hub knows it, in token units. One nobody deposited into has zeros. */
export interface ChannelState {
  readonly deposit: TokenUnits;
  readonly spent: TokenUnits;
  /** The researcher asked to withdraw. */
  readonly exiting: boolean;
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

/** How a transaction that was sent once stands. */
export type Fate =
  /** `depth`: how many blocks are on top of its own. */
  | { readonly kind: 'mined'; readonly depth: number }
  /** Mined, and changed nothing: its gas is spent. */
  | { readonly kind: 'failed' }
  /** Not mined, or no more after a reorganisation; it may be yet. */
  | { readonly kind: 'waiting' }
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
  book(): Promise<HubBook>;
  /** Redeems vouchers and posts a root in one transaction; resolves with its hash once it is mined. */
  settle(epoch: EpochCall): Promise<string>;
  /** The transaction that posted this root as this epoch, or null; also where the root was cancelled since. */
  postedBy(number: number, root: string): Promise<string | null>;
  /** Resolves when the newest root can be claimed against; rejects when `signal` ends that. */
  untilActive(signal?: AbortSignal): Promise<void>;
  /** What was ever claimed at each leaf's index. */
  claimed(indexes: readonly number[]): Promise<TokenUnits[]>;
  /** Claims in one transaction; resolves with its hash once it is mined. */
  claimMany(claims: readonly Claim[]): Promise<string>;
  /** What these claims take in one transaction, at the present price. */
  claimGas(claims: readonly Claim[]): Promise<Gas>;
  /**
   * Signs a claim on a payee's terms and sends nothing. Throws {@link ChainRefused} where the hub would refuse it, and
   * with the reason RELAYER_UNFUNDED where the operator cannot pay the gas.
   */
  prepareRelay(claim: Claim, terms: RelayTerms): Promise<Prepared & { readonly gas: Gas }>;
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

/** The hub reverted: `reason` is the name of its error, `RootAboveEarned` for instance. */
export class ChainRefused extends Error {
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(`the hub refused: ${reason}`, { cause });
    this.name = 'ChainRefused';
    this.reason = reason;
  }
}
