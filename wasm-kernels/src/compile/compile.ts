import { type Hash, hashOf, type KernelSchema, KnownError } from '@manyhands/protocol';
import asc from 'assemblyscript/asc';
import { deriveShape } from '../schema/derive.ts';
import { parseKernel } from '../schema/program.ts';
import {
  type CompilerMessage,
  compileFailed,
  type Diagnostic,
  isError,
  toDiagnostic,
} from './diagnostics.ts';
import { asFiles, type KernelFiles, readVirtual, WRAPPER_PATH } from './files.ts';
import { inlineSmall } from './inline.ts';
import { wrapperSource } from './wrapper.ts';

/** A compiled kernel, not instrumented yet. */
export interface CompiledKernel {
  readonly wasm: Uint8Array;
  /** SHA-256 of `wasm`: the kernel's name. */
  readonly hash: Hash;
  readonly schema: KernelSchema;
}

const OUTPUT = 'kernel.wasm';
const FLAGS = ['--outFile', OUTPUT, '--runtime', 'stub', '--enable', 'simd', '--disableWarning'];
const OPTIMISED = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge'];
const NAMED = ['--debug', '--sourceMap'];

/**
 * Compiles in this process, without bounds on time and memory: {@link compileKernel} runs it in a sandbox.
 * Throws KERNEL_COMPILE_FAILED or KERNEL_SIGNATURE, both with `details.diagnostics`.
 */
export async function compileHere(source: string | KernelFiles): Promise<CompiledKernel> {
  const { project, schema, wrapper } = wrapped(source);
  const wasm = inlineSmall((await assemble(project, wrapper, OPTIMISED)).wasm);
  return { wasm, hash: hashOf(wasm), schema };
}

/** A module with names, and its source map. */
export interface Named {
  readonly wasm: Uint8Array;
  readonly map: string;
}

/**
 * The module with names and a source map: `optimised` as it is before small functions are inlined, or `plain`, in which every
 * line of the source is where it was written. Throws as {@link compileHere}.
 */
export async function compileWithNames(
  source: string | KernelFiles,
  kind: 'optimised' | 'plain',
): Promise<Named> {
  const { project, wrapper } = wrapped(source);
  return assemble(project, wrapper, kind === 'plain' ? NAMED : [...OPTIMISED, ...NAMED]);
}

function wrapped(source: string | KernelFiles) {
  const project = asFiles(source);
  const shape = deriveShape(parseKernel(project), project);
  const kernelPath = `../${project.entry.replace(/\.ts$/, '')}`;
  return { project, schema: shape.schema, wrapper: wrapperSource({ ...shape, kernelPath }) };
}

/** `map` is empty unless the flags ask for one. */
async function assemble(project: KernelFiles, wrapper: string, more: readonly string[]): Promise<Named> {
  const diagnostics: Diagnostic[] = [];
  const output: { wasm?: Uint8Array; map?: string } = {};
  const { error } = await asc.main([WRAPPER_PATH, ...FLAGS, ...more], {
    stdout: asc.createMemoryStream(),
    stderr: asc.createMemoryStream(),
    readFile: (path: string) => (path === WRAPPER_PATH ? wrapper : readVirtual(project, path)),
    writeFile: (path: string, contents: Uint8Array | string) => {
      if (path === OUTPUT) output.wasm = contents as Uint8Array;
      else if (path === `${OUTPUT}.map`) output.map = contents as string;
    },
    listFiles: () => [],
    reportDiagnostic: (message: unknown) => {
      const full = withText(message as CompilerMessage, project, wrapper);
      if (isError(full)) diagnostics.push(toDiagnostic(full));
    },
  });
  if (error) throw compileFailed(diagnostics, error.message);
  if (output.wasm === undefined)
    throw new KnownError('INTERNAL', 'the compiler gave neither a module nor an error');
  return { wasm: output.wasm, map: output.map ?? '' };
}

/** The command line's messages name their file without its text, which lines and columns are counted in. */
function withText(message: CompilerMessage, project: KernelFiles, wrapper: string): CompilerMessage {
  if (message.range === null || message.range === undefined) return { ...message, range: null };
  const { normalizedPath } = message.range.source;
  const text = normalizedPath === WRAPPER_PATH ? wrapper : (readVirtual(project, normalizedPath) ?? '');
  return { ...message, range: { start: message.range.start, source: { normalizedPath, text } } };
}
