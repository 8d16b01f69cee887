import type { Hash } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import type { EpochTerms } from '../domain/gas.ts';
import type { Chain } from './chain.ts';

/** Where the published leaves are kept: the coordinator's blobs. */
export interface LeafArchive {
  add(bytes: Uint8Array): Promise<Hash>;
  read(hash: Hash): Promise<Uint8Array>;
  /** Fewer bytes where the list ends before. */
  readAt(hash: Hash, offset: number, length: number): Promise<Uint8Array>;
}

/** Up to what gas the operator claims at its own cost. */
export interface Sponsoring {
  /** Token units for one coin of the chain, in which gas is paid; 0 where gas costs nothing. */
  readonly coinPrice: bigint;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
}

export const GAS_IS_FREE: Sponsoring = { coinPrice: 0n, feePpm: 0 };

/** When an epoch is settled, and when that is believed. */
export interface SettlementTerms extends EpochTerms {
  /** Blocks on top of an epoch's own, after which its leaves are taken for settled. */
  readonly confirmations: number;
  /** Seconds before the end of a channel's exit from which what it owes is settled even if that is dear. */
  readonly exitSeconds: number;
}

export const AT_ONCE: SettlementTerms = {
  gasPpm: 1_000_000,
  leastPaid: 0n,
  patience: 0,
  confirmations: 0,
  exitSeconds: 6 * 3_600,
};

export interface SettlementPorts {
  readonly db: Db;
  readonly chain: Chain;
  readonly archive: LeafArchive;
  /** This coordinator among those of its database; only one of them settles at a time. */
  readonly me?: string;
  /** Absent: gas costs nothing. */
  readonly sponsoring?: Sponsoring;
  /** Absent: whatever is new is settled. */
  readonly terms?: SettlementTerms;
  /** Milliseconds that one look sends claims, and waits until one is mined; then the next look goes on. */
  readonly minedMs?: number;
  /** Ends waiting: what was sent is found by whoever comes next. */
  readonly signal?: AbortSignal;
  /** Seconds since 1970; the machine's clock if absent. */
  now?(): number;
  /** Told what an operator should know: why an epoch waits, or was given up. */
  report(what: string): void;
}

export const termsOf = ({ terms }: SettlementPorts): SettlementTerms => terms ?? AT_ONCE;
export const sponsoringOf = ({ sponsoring }: Pick<SettlementPorts, 'sponsoring'>): Sponsoring =>
  sponsoring ?? GAS_IS_FREE;
export const nowOf = ({ now }: SettlementPorts): number => now?.() ?? Math.floor(Date.now() / 1000);
export const nameOf = ({ me }: Pick<SettlementPorts, 'me'>): string => me ?? 'alone';
