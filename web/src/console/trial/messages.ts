/** What crosses between the page and the worker that tries a kernel. */
import type { KernelSchema } from '@manyhands/protocol';
import type { Given } from '../inputs/form.ts';

export interface TrialAsked {
  /** The bytes that really run. */
  readonly build: Uint8Array;
  readonly schema: KernelSchema;
  readonly given: Given;
  /** In the schema's order. */
  readonly datasets: readonly File[];
  /** Items at most. */
  readonly most: number;
}

export interface TriedItem {
  readonly item: number;
  /** As texts, cut where they are long. */
  readonly inputs: readonly string[];
  readonly status: 'ok' | 'trap' | 'exhausted';
  readonly fuel: bigint;
  readonly milliseconds: number;
  /** Memory that the item may have written, in bytes. */
  readonly memory: number;
  /** By the output columns; null where it gave none. */
  readonly outputs: readonly string[] | null;
  /** What it said as it failed. */
  readonly failure: string | null;
}

export type TrialReport =
  | { readonly kind: 'item'; readonly item: TriedItem }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
