import { inspect } from '../inspect/inspect.ts';
import { instrument } from '../instrument/instrument.ts';
import type { PreparedKernel, RawKernel } from './prepare.ts';
import type { Requests } from './requests.ts';

/** What {@link prepareKernel} does, inside of the sandboxed process. */
export async function prepareHere({
  kernel,
  memoryPages,
}: Requests['prepare']['request']): Promise<PreparedKernel> {
  const { wasm, schema = null } = await moduleOf(kernel);
  const label = inspect(wasm);
  return { wasm, hash: label.hash, schema, label, build: instrument(wasm, { memoryPages }) };
}

async function moduleOf(kernel: RawKernel): Promise<Extract<RawKernel, { wasm: Uint8Array }>> {
  if ('wasm' in kernel) return kernel;
  // Loaded on demand: a finished module has no use for a compiler.
  const { compileHere } = await import('../compile/compile.ts');
  return compileHere(kernel.source);
}
