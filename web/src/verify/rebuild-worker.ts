/**
 * Entry of the worker that makes a program anew from its source: it loads the compiler, so that only who asks for it does.
 * What it compiles is a stranger's, and without bounds on time; the page ends the worker.
 */
import { type Hash, isKnownError, LIMITS, sourceOf } from '@manyhands/protocol';
import type { Label } from '@manyhands/wasm-kernels';
import { openDataAddresses } from '../shared/data-addresses.ts';
import { blob, json } from './fetching.ts';
import type { RebuildReport } from './messages.ts';

const tell = (report: RebuildReport): void => postMessage(report);

self.onmessage = ({ data: kernel }: MessageEvent<Hash>) => {
  rebuild(kernel).catch((error: unknown) => {
    const code = isKnownError(error) ? error.code : 'INTERNAL';
    tell({ kind: 'failed', code, message: String((error as Error)?.message ?? error) });
  });
};

async function rebuild(kernel: Hash): Promise<void> {
  const { label, build } = await json<{ label: Label; build: Hash }>(`/v1/kernels/${kernel}`);
  if (label.sourceHash === null) return tell({ kind: 'sourceless' });
  const text = new TextDecoder().decode(await blob(label.sourceHash, LIMITS.kernelBytes));
  tell({ kind: 'compiling' });
  openDataAddresses();
  const { compileHere, instrument } = await import('@manyhands/wasm-kernels/compile');
  const { wasm, hash } = await compileHere(sourceOf(text));
  tell({
    kind: 'compared',
    source: label.sourceHash,
    program: { named: kernel, made: hash },
    build: { named: build, made: instrument(wasm).hash },
  });
}
