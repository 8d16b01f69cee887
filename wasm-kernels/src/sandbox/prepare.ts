import { type Hash, isKnownError, type KernelSchema, KnownError } from '@manyhands/protocol';
import type { KernelFiles } from '../compile/files.ts';
import { asFiles } from '../compile/files.ts';
import type { Label } from '../inspect/label.ts';
import type { Build } from '../instrument/instrument.ts';
import { type SandboxLimits, SandboxProcess } from './process.ts';

/** A kernel as somebody hands it in: its source, or a finished module, whose columns only its author knows. */
export type RawKernel =
  | { readonly source: string | KernelFiles }
  | { readonly wasm: Uint8Array; readonly schema?: KernelSchema };

export interface PrepareOptions {
  /** The build's memory in pages of 64 KiB. */
  readonly memoryPages?: number;
  readonly timeoutMilliseconds?: number;
  readonly limits?: SandboxLimits;
}

/** A kernel that was found good, and its build. */
export interface PreparedKernel {
  readonly wasm: Uint8Array;
  /** SHA-256 of `wasm`: the kernel's name. */
  readonly hash: Hash;
  /** Null where a module came without. */
  readonly schema: KernelSchema | null;
  readonly label: Label;
  readonly build: Build;
}

const PREPARE_TIMEOUT = 60_000;

/**
 * Compiles where there is source, inspects and instruments, all in one process of its own: a hostile module of 16 MB keeps
 * a core busy for seconds. Throws what `compileKernel`, `inspect` and `instrument` throw, and SANDBOX_LIMIT.
 */
export async function prepareKernel(
  kernel: RawKernel,
  options: PrepareOptions = {},
): Promise<PreparedKernel> {
  if ('source' in kernel) asFiles(kernel.source);
  const sandbox = new SandboxProcess(options.limits);
  try {
    const request = { kernel, memoryPages: options.memoryPages };
    return await sandbox.call('prepare', request, options.timeoutMilliseconds ?? PREPARE_TIMEOUT);
  } catch (error) {
    throw 'source' in kernel ? compileLimit(error) : error;
  } finally {
    sandbox.close();
  }
}

/** Says of a compiler that was given up what usually makes it run away. */
export function compileLimit(error: unknown): unknown {
  if (!isKnownError(error) || error.code !== 'SANDBOX_LIMIT') return error;
  return new KnownError(
    'SANDBOX_LIMIT',
    `compiling took more time or memory than a kernel may (${error.message}): look for types that refer to themselves ` +
      'without end, and for tables that belong into a dataset',
    { cause: error },
  );
}
