/** Entry of the worker that checks and recomputes: the page only draws, and ends it where the reader has seen enough. */
import { isKnownError } from '@manyhands/protocol';
import { instantiate } from '@manyhands/wasm-kernels/runtime';
import { gather } from './evidence.ts';
import type { Asked, VerifyReport } from './messages.ts';
import { recompute } from './recompute.ts';

const TELL_MS = 100;
/** For builds that call their host: so often that a worker which is ended ends soon. */
const slice = { fuel: 20_000_000n, onSlice: () => undefined };

const tell = (report: VerifyReport): void => postMessage(report);

self.onmessage = ({ data }: MessageEvent<Asked & { hooked: boolean }>) => {
  verify(data).catch((error: unknown) => {
    const code = isKnownError(error) ? error.code : 'SEAT_FAILED';
    tell({ kind: 'failed', code, message: String((error as Error)?.message ?? error) });
  });
};

async function verify({ hooked, ...asked }: Asked & { hooked: boolean }): Promise<void> {
  const evidence = await gather(asked, hooked, (what) => tell({ kind: 'checked', what }));
  const { certificate, datasets, stored } = evidence;
  const kernel = instantiate(await WebAssembly.compile(evidence.module), { datasets, slice });
  const items = stored.length;
  tell({ kind: 'computing', done: 0, items });
  let told = performance.now();
  const outcome = recompute(kernel, evidence, asked.item, (done) => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    tell({ kind: 'computing', done, items });
  });
  const { title, kernel: hash, build, signer, certifiedAt } = certificate;
  tell({ kind: 'verdict', verdict: { title, kernel: hash, build, signer, certifiedAt, items, ...outcome } });
}
