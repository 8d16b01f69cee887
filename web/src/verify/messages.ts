/** What crosses between the page and the workers that recompute and compile for it. */
import type { Hash, ItemStatus, Value } from '@manyhands/protocol';

/** What the reader asked for. */
export interface Asked {
  /** 32 hex digits. */
  readonly job: string;
  readonly item: number;
  readonly scope: 'item' | 'unit';
}

/** One side of a comparison. */
export interface Shown {
  readonly status: ItemStatus;
  readonly fuel: bigint;
  readonly output: Uint8Array;
  /** The output's columns, or null where it has none or is none of them. */
  readonly values: readonly { readonly name: string; readonly value: Value }[] | null;
}

export interface ItemVerdict {
  readonly item: number;
  readonly matches: boolean;
  readonly stored: Shown;
  readonly recomputed: Shown;
}

export interface Verdict {
  readonly title: string;
  readonly kernel: string;
  readonly build: string;
  readonly signer: string;
  readonly certifiedAt: string;
  readonly items: number;
  readonly matching: number;
  /** The item asked for, then what does not match, up to a bound. */
  readonly shown: readonly ItemVerdict[];
}

/** What is held against the certificate, in this order; data only where the job has some. */
export type Check = 'certificate' | 'program' | 'datasets' | 'inputs';

export type VerifyReport =
  /** Something that was checked, and holds. */
  | { readonly kind: 'checked'; readonly what: Check }
  | { readonly kind: 'computing'; readonly done: number; readonly items: number }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** What the coordinator names, and what came out of the source here. */
export interface Made {
  readonly named: Hash;
  readonly made: Hash;
}

export type RebuildReport =
  /** It was published as a module, so there is no source. */
  | { readonly kind: 'sourceless' }
  | { readonly kind: 'compiling' }
  | { readonly kind: 'compared'; readonly source: Hash; readonly program: Made; readonly build: Made }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
