import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isKnownError, type KernelFiles, type KernelSchema, KnownError } from '@manyhands/protocol';
import {
  type KernelSymbols,
  kernelSymbols,
  type PreparedKernel,
  prepareKernel,
  type Wanted,
} from '@manyhands/wasm-kernels';
import { asProject, collectSources } from './kernel-sources.ts';

/** A kernel out of a file or folder: source that is compiled, or a finished module with its columns if they are known. */
export type LocalKernel = {
  readonly name: string;
  /** Where its author finds it: the file with its function, or the module. */
  readonly file: string;
} & (
  | { readonly source: string | KernelFiles }
  | { readonly wasm: Uint8Array; readonly schema?: KernelSchema }
);

/** Where a project keeps its kernel. */
const ENTRIES = ['assembly/index.ts', 'kernel.ts', 'index.ts'];
const SCHEMA = '.schema.json';

/** How a kernel is read, as options of commands say it. */
export interface KernelOptions {
  /** File of a module's columns. */
  readonly schema?: string;
  /** Which exported function is the kernel, where a source exports several. */
  readonly export?: string;
}

/**
 * Reads a kernel: AssemblyScript source with what it imports from files beside it and from installed packages, a folder
 * with such a project, or a module, whose columns come from `schema` or from `<name>.schema.json` next to it. Throws
 * KERNEL_COMPILE_FAILED where an imported file is missing.
 */
export function readKernel(path: string, options: KernelOptions = {}): LocalKernel {
  const entry = fileOf(path);
  const name = nameOf(entry === path ? path : resolve(path));
  if (entry.endsWith('.wasm'))
    return {
      wasm: new Uint8Array(readFileSync(entry)),
      schema: schemaOf(entry, options.schema),
      name,
      file: entry,
    };
  return { source: sourceAt(resolve(entry), options.export), name, file: entry };
}

function sourceAt(entry: string, chosen: string | undefined): string | KernelFiles {
  const files = collectSources(entry);
  const [only] = files.values();
  const source = files.size === 1 ? only : asProject(files, entry);
  if (chosen === undefined) return source;
  return typeof source === 'string'
    ? { entry: SINGLE_FILE, export: chosen, files: { [SINGLE_FILE]: source } }
    : { ...source, export: chosen };
}

/** A published kernel by its hash, or one out of a file or folder. */
export const kernelNamed = (
  kernel: string,
  options: KernelOptions = {},
): LocalKernel | { readonly kernel: string } =>
  /^[0-9a-f]{64}$/.test(kernel) ? { kernel } : readKernel(kernel, options);

/** The folders that a kernel is read from; where it cannot be read now, the one that it should be in. */
export function foldersOf(path: string): string[] {
  const fallback = resolve(statSync(path).isDirectory() ? path : dirname(path));
  try {
    const entry = fileOf(path);
    if (entry.endsWith('.wasm')) return [dirname(resolve(entry))];
    return [
      ...new Set([fallback, ...[...collectSources(resolve(entry)).keys()].map((file) => dirname(file))]),
    ];
  } catch {
    return [fallback];
  }
}

/** What the compiler calls a kernel of a single file, so that its name does not change the module. */
const SINGLE_FILE = 'kernel.ts';

/** Prepares a kernel here; what the compiler says names its author's file. */
export const prepareLocal = (kernel: LocalKernel): Promise<PreparedKernel> =>
  namingFile(kernel, () => prepareKernel(kernel));

/** What helps to look into a kernel; null for a module, whose stacks have the names that it has itself. */
export async function symbolsOf(kernel: LocalKernel, wanted: Wanted): Promise<KernelSymbols | null> {
  return 'source' in kernel ? namingFile(kernel, () => kernelSymbols(kernel.source, wanted)) : null;
}

/** A file of the source as its author calls it. */
export const authorsFile = (kernel: LocalKernel, file: string): string =>
  file === SINGLE_FILE && 'source' in kernel && isSingle(kernel.source) ? kernel.file : file;

/** Where `manyhands build` writes a module's source map. */
export const mapPath = (wasm: string): string => `${wasm}.map`;

/** Has a kernel compiled, here or elsewhere; what is said of a single file names the author's own. */
export async function namingFile<T>(kernel: LocalKernel, compile: () => Promise<T>): Promise<T> {
  try {
    return await compile();
  } catch (error) {
    if (!isKnownError(error) || !('source' in kernel) || !isSingle(kernel.source)) throw error;
    const { file } = kernel;
    const { diagnostics = [] } = (error.details ?? {}) as { diagnostics?: readonly { file?: string }[] };
    throw new KnownError(error.code, error.message.replace(`${SINGLE_FILE}:`, `${file}:`), {
      cause: error,
      details: {
        ...(error.details as object),
        diagnostics: diagnostics.map((each) => (each.file === SINGLE_FILE ? { ...each, file } : each)),
      },
    });
  }
}

const isSingle = (source: string | KernelFiles): boolean =>
  typeof source === 'string' || Object.keys(source.files).join() === SINGLE_FILE;

/** A path's last part without its ending. */
export const nameOf = (path: string): string => basename(path).replace(/\.[^.]*$/, '');

/** Where `manyhands build` writes a module's columns, and others look for them. */
export const schemaPath = (wasm: string): string => wasm.replace(/\.wasm$/, '') + SCHEMA;

const fileOf = (path: string): string => (statSync(path).isDirectory() ? entryOf(path) : path);

function entryOf(folder: string): string {
  const found = ENTRIES.map((name) => join(folder, name)).find(existsSync);
  if (found === undefined)
    throw new KnownError('KERNEL_COMPILE_FAILED', `${folder} has none of ${ENTRIES.join(', ')}`);
  return found;
}

function schemaOf(wasm: string, schemaFile?: string): KernelSchema | undefined {
  const path = schemaFile ?? (existsSync(schemaPath(wasm)) ? schemaPath(wasm) : undefined);
  if (path === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new KnownError('REQUEST_INVALID', `${path} is not JSON`, { cause });
  }
}
