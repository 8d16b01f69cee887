/** A browser as a compiler: every source of `sources.json` becomes a kernel and a build, of which it sends the hashes back. */
import { compileHere, instrument } from '@manyhands/wasm-kernels/compile';

const id = new URLSearchParams(location.search).get('id') ?? '';

async function hashesOf(): Promise<readonly (readonly [kernel: string, build: string])[]> {
  const sources = (await (await fetch('/sources.json')).json()) as string[];
  const hashes: [string, string][] = [];
  for (const source of sources) {
    const { wasm, hash } = await compileHere(source);
    hashes.push([hash, instrument(wasm).hash]);
  }
  return hashes;
}

const found = await hashesOf().catch((error: unknown) => ({ error: String(error) }));
await fetch(`/result?id=${id}`, { method: 'POST', body: JSON.stringify(found) });
