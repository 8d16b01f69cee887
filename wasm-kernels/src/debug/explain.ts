/** Runs items again to say what they did: how they failed and where, and what they printed. */
import { type FailureCause, ITEM_STATUS, type ItemResult } from '@manyhands/protocol';
import type { KernelSymbols } from '../compile/source-map.ts';
import { instrumentWatched } from '../instrument/instrument.ts';
import { factsOf } from '../runtime/build.ts';
import { KernelInstance } from '../runtime/instance.ts';
import { causeOf, withWholeStacks } from './failure.ts';
import { KernelMap } from './kernel-map.ts';
import { Printed } from './printed.ts';
import { Symbols } from './symbols.ts';

/** What is to be explained. */
export interface Explaining {
  /** The kernel as its author made it. */
  readonly wasm: Uint8Array;
  /** Null where it is not known what it was compiled from. */
  readonly symbols: KernelSymbols | null;
  /** How far its memory may grow, in pages of 64 KiB. */
  readonly memoryPages: number | undefined;
  /** In the order of the schema. */
  readonly datasets: readonly Uint8Array[];
  /** Encoded rows. */
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
}

/** An item as it was run again. */
export interface Explained extends ItemResult {
  /** Null where it ended well. */
  readonly cause: FailureCause | null;
  /** Lines that it printed; the last says how many are left out. */
  readonly printed: readonly string[];
}

/** Code that is not optimised executes so many times as many instructions at most, in general. */
const PLAIN_FUEL = 20n;

/** Runs items one after the other on a watched build. Throws what `instrument` throws, and SEAT_FAILED. */
export function explainItems(explaining: Explaining): Explained[] {
  const { wasm, symbols, inputs, fuelCap } = explaining;
  const explain = explainerOf(wasm, symbols?.map ?? null, explaining);
  let plain: Explainer | null = null;
  return inputs.map((input) => {
    const explained = explain(input, fuelCap);
    if (symbols === null || explained.status !== ITEM_STATUS.trap) return explained;
    plain ??= explainerOf(symbols.plain.wasm, symbols.plain.map, explaining);
    return {
      ...explained,
      cause: asWritten(explained.cause, () => plain?.(input, PLAIN_FUEL * fuelCap).cause),
    };
  });
}

type Explainer = (input: Uint8Array, fuelCap: bigint) => Explained;

function explainerOf(
  wasm: Uint8Array,
  map: string | null,
  { memoryPages, datasets }: Pick<Explaining, 'memoryPages' | 'datasets'>,
): Explainer {
  const build = instrumentWatched(wasm, { memoryPages });
  const symbols = new Symbols(wasm, map === null ? null : new KernelMap(map));
  const module = new WebAssembly.Module(build.bytes as BufferSource);
  let printed = new Printed();
  const print = (line: string): void => printed.add(line);
  const instance = new KernelInstance({ module, facts: factsOf(module), datasets, print });
  return (input, fuelCap) => {
    printed = new Printed();
    const run = withWholeStacks(() => instance.run(input, fuelCap));
    return { ...run.result, cause: causeOf(run, { build, symbols }), printed: printed.lines };
  };
}

/**
 * The kernel's own failure, with the stack of the same failure where nothing is optimised: there no call was inlined. Another
 * failure, or none, says that optimisation made a difference, and counts for nothing.
 */
function asWritten(
  own: FailureCause | null,
  explainPlainly: () => FailureCause | null | undefined,
): FailureCause | null {
  if (own === null) return null;
  try {
    const plain = explainPlainly();
    const isSame = plain?.code === own.code && plain.message === own.message && plain.stack.length > 0;
    return isSame ? { ...own, stack: plain.stack } : own;
  } catch {
    return own;
  }
}
