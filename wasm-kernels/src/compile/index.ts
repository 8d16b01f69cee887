/**
 * The toolchain without a sandbox, for browsers and for Node alike: from AssemblyScript to a build, the same bytes in both.
 * It runs in the thread that calls it, without bounds on time and memory: what a stranger wrote goes through `compileKernel`.
 */

export { inspect } from '../inspect/inspect.ts';
export { type Label, labelOf } from '../inspect/label.ts';
export {
  type Build,
  type InstrumentOptions,
  instrument,
  REWRITER_VERSION,
} from '../instrument/instrument.ts';
export { type CompiledKernel, compileHere } from './compile.ts';
export type { Diagnostic } from './diagnostics.ts';
export type { KernelFiles } from './files.ts';
