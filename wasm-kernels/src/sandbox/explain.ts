import type { KernelFiles } from '../compile/files.ts';
import { asFiles } from '../compile/files.ts';
import type { KernelSymbols, Wanted } from '../compile/source-map.ts';
import type { Explained } from '../debug/explain.ts';
import type { Profile } from '../debug/profile.ts';
import { type SandboxLimits, SandboxProcess } from './process.ts';
import type { Named, Requests } from './requests.ts';
import { Workplace } from './workplace.ts';

export interface ExplainOptions {
  /** The kernel as its author made it. */
  readonly wasm: Uint8Array;
  /** See {@link kernelSymbols}; without them, a stack has the names that the module itself has. */
  readonly symbols?: KernelSymbols | null;
  /** How far its memory may grow, in pages of 64 KiB. */
  readonly memoryPages?: number;
  /** In the order of the schema. */
  readonly datasets?: readonly Named[];
  /** Encoded rows. */
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
  readonly timeoutMilliseconds?: number;
  readonly limits?: SandboxLimits;
}

const EXPLAIN_TIMEOUT = 60_000;
const SYMBOLS_TIMEOUT = 120_000;

/**
 * Runs items again in a process of its own, and tells of each how it ended, by what trap and where in the source, and what it
 * printed. The same answers as every device's. Throws what `instrument` throws, and SANDBOX_LIMIT.
 */
export const explain = (options: ExplainOptions): Promise<readonly Explained[]> => ask('explain', options);

/**
 * Runs items again in a process of its own, and tells where their fuel goes: by function and, with a source map, by line.
 * Throws KERNEL_TOO_LARGE, what `instrument` throws, and SANDBOX_LIMIT.
 */
export const profile = (options: ExplainOptions): Promise<Profile> => ask('profile', options);

async function ask<Kind extends 'explain' | 'profile'>(
  kind: Kind,
  options: ExplainOptions,
): Promise<Requests[Kind]['reply']> {
  const place = new Workplace(options.limits);
  const { wasm, symbols = null, memoryPages, datasets = [], inputs, fuelCap } = options;
  try {
    await place.supply(datasets);
    const request = {
      wasm,
      symbols,
      memoryPages,
      datasets: datasets.map(({ hash }) => hash),
      inputs,
      fuelCap,
    };
    return await place.process.call(kind, request, options.timeoutMilliseconds ?? EXPLAIN_TIMEOUT);
  } finally {
    place.process.close();
  }
}

/**
 * What helps to look into the kernel that a source compiles to, made in a process of its own: its source map (version 3, with
 * the names of functions in `x_functions`), and the same source without optimisation. Throws what `compileKernel` throws.
 */
export async function kernelSymbols(
  source: string | KernelFiles,
  wanted: Wanted,
  options: { readonly timeoutMilliseconds?: number; readonly limits?: SandboxLimits } = {},
): Promise<KernelSymbols> {
  asFiles(source);
  const sandbox = new SandboxProcess(options.limits);
  try {
    return await sandbox.call('symbols', { source, wanted }, options.timeoutMilliseconds ?? SYMBOLS_TIMEOUT);
  } finally {
    sandbox.close();
  }
}
