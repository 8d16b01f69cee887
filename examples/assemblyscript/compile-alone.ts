/** The same program by the language's own compiler and bindings alone, as its author would run it. */
import type { KernelFiles, Value } from '@manyhands/protocol';
import asc from 'assemblyscript/asc';

type Exported = Record<string, (...values: readonly Value[]) => unknown>;
interface Bindings {
  instantiate(module: WebAssembly.Module, imports: object): Promise<Exported>;
}

/** How the bindings draw what Math.random starts from. */
const DICE = 'return Date.now() * Math.random();';

/** Compiles with `asc` and gives what the entry file exports. Every call starts from a fresh instance, as every item does. */
export async function compileAlone(
  { entry, files }: KernelFiles,
  seed: () => number,
): Promise<() => Promise<Exported>> {
  const written = new Map<string, Uint8Array | string>();
  const flags = ['--outFile', 'out.wasm', '--bindings', 'raw', '--runtime', 'stub', '--optimizeLevel', '3'];
  const { error, stderr } = await asc.main([entry, ...flags, '--disableWarning'], {
    readFile: (path: string) => (Object.hasOwn(files, path) ? files[path] : null),
    writeFile: (path: string, contents: Uint8Array | string) => void written.set(path, contents),
    listFiles: () => [],
    stdout: asc.createMemoryStream(),
    stderr: asc.createMemoryStream(),
  });
  if (error) throw new Error(`${error.message}: ${stderr}`);
  const module = new WebAssembly.Module(written.get('out.wasm') as BufferSource);
  const bindings = (written.get('out.js') as string).replace(DICE, 'return imports.env.seed();');
  const script = `data:text/javascript,${encodeURIComponent(bindings)}`;
  const { instantiate } = (await import(script)) as Bindings;
  // Imports that nothing of it calls are asked for all the same.
  const imports = new Proxy({ env: { seed } }, { get: (given, name) => given[name as 'env'] ?? {} });
  return () => instantiate(module, imports);
}
