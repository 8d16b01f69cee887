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

/** Consecutive kernels of a plan, computed by one process or page of an engine. */
export interface Part {
  readonly first: number;
  /** The kernel after its last. */
  readonly end: number;
}

const PART_ITEMS = 20_000;

/** Cuts a plan: what goes wrong in one part loses no other, and no page grows old. */
export function partsOf({ kernels }: Plan): Part[] {
  const parts: Part[] = [];
  for (let first = 0; first < kernels.length; ) {
    let end = first;
    let items = 0;
    do items += kernels[end++].items;
    while (end < kernels.length && items + kernels[end].items <= PART_ITEMS);
    parts.push({ first, end });
    first = end;
  }
  return parts;
}

/** What an engine is asked for. */
export interface Request extends Part {
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

/** What an engine tells now and then, so that one that is slow is not taken for one that hangs. */
export interface Progress {
  readonly kernel: string;
  /** Items of the kernel so far. */
  readonly items: number;
}

/** What an engine found in one part. */
export interface EngineResult {
  readonly agent: string;
  readonly kernels: readonly KernelResult[];
  readonly milliseconds: number;
}
