import type { AccountId, CoordinatorId } from '@manyhands/protocol';
import type { FileBlobs } from '../blobs/blobs.ts';
import type { Db } from '../db/db.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { PublicationPolicy } from '../domain/kernel-standing.ts';
import type { CallTerms } from './call-terms.ts';
import type { Inputs } from './inputs.ts';
import type { Tables } from './tables.ts';
import type { Turns } from './turns.ts';

/** A deposit at the hub, named as on chain. `salt`: 0x and 32 bytes as hex. */
export interface ChannelKey {
  readonly researcher: string;
  readonly signer: string;
  readonly salt: string;
}

/** What a job needs to know of payments. */
export interface Treasury {
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
  /** How many credit windows of work are given out ahead of a channel's vouchers. */
  readonly workWindows: bigint;
  /** Token units deposited in a channel, by its id; throws CHANNEL_UNKNOWN or CHAIN_UNREACHABLE. */
  depositOf(channel: string): Promise<bigint>;
}

/** Who signs certificates. */
export interface Signer {
  readonly address: string;
  readonly privateKey: Uint8Array;
}

/** What job functions work with: storage and the dispatcher. */
export interface Desk {
  /** This process, as owner of slices. */
  readonly me: CoordinatorId;
  readonly db: Db;
  readonly blobs: FileBlobs;
  readonly tables: Tables;
  /** The rows of jobs. */
  readonly inputs: Inputs;
  /** For what needs a sandboxed process: compiling, trials. */
  readonly sandbox: Turns;
  readonly signer: Signer;
  /** Null: this coordinator runs without a chain. */
  readonly treasury: Treasury | null;
  readonly dispatcher: Dispatcher;
  readonly callTerms: CallTerms;
  /** Whose kernels may run here. */
  readonly publication: PublicationPolicy;
  /** Hosts, besides this machine's own names, whose pages wallets sign in to. */
  readonly domains: readonly string[];
  /** Of answers on hold and inputs of open slices that the dispatcher may hold. */
  readonly memoryBytes: number;
}

/** Who asks. */
export interface Researcher {
  readonly id: AccountId;
  readonly name: string;
  /** The id of the key that asks; null: none does, and it was not kept which one did. */
  readonly key: string | null;
}
