/** What every engine computes: the same kernels over the same inputs. Read from JSON by each of them. */
import type { Column } from '@manyhands/protocol';

/** How a kernel's inputs are drawn. */
export type Inputs =
  /** Rows of these columns, with whatever is rare among their values. */
  | { readonly kind: 'rows'; readonly columns: readonly Column[] }
  /** 64 bytes of numbers, as generated modules take them. */
  | { readonly kind: 'numbers' }
  /** One input over and over, with every fuel cap from 0 on. */
  | { readonly kind: 'everyCap'; readonly hex: string };

export interface PlannedKernel {
  readonly name: string;
  /** Files of its build and of its hooked one. */
  readonly build: string;
  readonly hooked: string;
  readonly datasets: readonly string[];
  readonly inputs: Inputs;
  readonly items: number;
  /** The highest fuel cap is two to this power; many items have it, others one that is drawn evenly by its magnitude. */
  readonly capBits: number;
}

export interface Plan {
  readonly kernels: readonly PlannedKernel[];
  /** Inputs and caps follow from it. */
  readonly seed: number;
}

/** Items of one digest: where two engines differ, this narrows it down. */
export const CHUNK = 500;

/** What an engine is asked for. */
export interface Request {
  /** Decides on order and grouping of the items: another for each engine. */
  readonly order: number;
  /** `hooked` gives fuel in slices. */
  readonly build: 'build' | 'hooked';
}

export interface KernelResult {
  readonly name: string;
  /** One digest for each {@link CHUNK} items, over index, status, fuel and bytes of each. */
  readonly digests: readonly string[];
  readonly ok: number;
  readonly trap: number;
  readonly exhausted: number;
  /** Items that a fast build left to its careful twin. */
  readonly reruns: number;
}

export interface EngineResult {
  readonly agent: string;
  readonly kernels: readonly KernelResult[];
  readonly milliseconds: number;
}
