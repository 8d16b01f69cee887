import { sourceText } from '@manyhands/protocol';
import { inspect } from '../inspect/inspect.ts';
import { schemaOf, withColumns } from '../inspect/wasi.ts';
import { instrument } from '../instrument/instrument.ts';
import type { PreparedKernel, RawKernel } from './prepare.ts';
import type { Requests } from './requests.ts';

/** What {@link prepareKernel} does, inside of the sandboxed process. */
export async function prepareHere({
  kernel,
  memoryPages,
}: Requests['prepare']['request']): Promise<PreparedKernel> {
  const raw = await moduleOf(kernel);
  const first = inspect(raw.wasm, 'source' in kernel ? sourceText(kernel.source) : undefined);
  const { wasm, schema } =
    first.abi === 'wasi' ? command(raw) : { wasm: raw.wasm, schema: raw.schema ?? null };
  const label = wasm === raw.wasm ? first : inspect(wasm);
  return { wasm, hash: label.hash, schema, label, build: instrument(wasm, { memoryPages }) };
}

type FinishedModule = Extract<RawKernel, { wasm: Uint8Array }>;

/** A WASI command says itself what columns it has: its author's word becomes a part of it. */
const command = ({ wasm, schema }: FinishedModule) =>
  schema === undefined ? { wasm, schema: schemaOf(wasm) } : { wasm: withColumns(wasm, schema), schema };

async function moduleOf(kernel: RawKernel): Promise<FinishedModule> {
  if ('wasm' in kernel) return kernel;
  // Loaded on demand: a finished module has no use for a compiler.
  const { compileHere } = await import('../compile/compile.ts');
  return compileHere(kernel.source);
}
