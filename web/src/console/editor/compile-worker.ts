/**
 * Entry of the worker that compiles what somebody types; it brings the compiler, and stays warm between two compilations.
 * The page ends it where one takes too long.
 */
import { isKnownError } from '@manyhands/protocol';
import type { Diagnostic } from '@manyhands/wasm-kernels';
import { openDataAddresses } from '../../shared/data-addresses.ts';
import type { Fault } from './faults.ts';
import type { CompileAsked, Compiled, CompileReport } from './messages.ts';

openDataAddresses();
const compiler = import('@manyhands/wasm-kernels/compile');

self.onmessage = async ({ data }: MessageEvent<CompileAsked>) => {
  const report = await compile(data).then(
    (compiled): CompileReport => ({ kind: 'compiled', compiled }),
    failed,
  );
  postMessage(report);
};

async function compile({ source, hooked }: CompileAsked): Promise<Compiled> {
  const { compileHere, instrument, labelOf } = await compiler;
  const begun = performance.now();
  const { wasm, hash, schema } = await compileHere(source);
  const label = labelOf(wasm, source);
  const build = instrument(wasm, { hooked }).bytes;
  return { kernel: hash, schema, label, build, milliseconds: performance.now() - begun };
}

function failed(error: unknown): CompileReport {
  if (!isKnownError(error))
    return {
      kind: 'failed',
      code: 'INTERNAL',
      message: String((error as Error)?.message ?? error),
      faults: [],
    };
  const { diagnostics = [] } = (error.details ?? {}) as { diagnostics?: readonly Diagnostic[] };
  return { kind: 'failed', code: error.code, message: error.message, faults: diagnostics.map(faultOf) };
}

const faultOf = ({ line, column, message, hint }: Diagnostic): Fault => ({ line, column, message, hint });
