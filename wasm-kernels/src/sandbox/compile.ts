import type { CompiledKernel } from '../compile/compile.ts';
import { asFiles, type KernelFiles } from '../compile/files.ts';
import { compileLimit } from './prepare.ts';
import { type SandboxLimits, SandboxProcess } from './process.ts';

export interface CompileOptions {
  readonly timeoutMilliseconds?: number;
  readonly limits?: SandboxLimits;
}

const COMPILE_TIMEOUT = 60_000;

/**
 * Compiles a kernel in a process of its own. Throws KERNEL_COMPILE_FAILED or KERNEL_SIGNATURE with
 * `details.diagnostics` (file, line, column, message, hint), KERNEL_TOO_LARGE, or SANDBOX_LIMIT.
 */
export async function compileKernel(
  source: string | KernelFiles,
  options: CompileOptions = {},
): Promise<CompiledKernel> {
  const project = asFiles(source);
  const sandbox = new SandboxProcess(options.limits);
  try {
    return await sandbox.call('compile', { source: project }, options.timeoutMilliseconds ?? COMPILE_TIMEOUT);
  } catch (error) {
    throw compileLimit(error);
  } finally {
    sandbox.close();
  }
}
