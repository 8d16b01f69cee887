// The loader is made for browsers: it looks for `self`.
globalThis.self = globalThis;
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

const SOURCE = `${'export const f = (a: number): number => { const dead = 1; return a ** 2 + (a ?? 3); };\n'.replace(/f/, 'first')}
${Array.from({ length: 200 }, (_, i) => `export class C${i} { #x = ${i}; get x(): number { return this.#x?.valueOf() ?? 0; } }`).join('\n')}`;

exports.open = async (folder) => {
  const packages = createRequire(`${folder}/package.json`);
  const esbuild = packages('esbuild-wasm/lib/browser.js');
  const wasmModule = new WebAssembly.Module(readFileSync(packages.resolve('esbuild-wasm/esbuild.wasm')));
  await esbuild.initialize({ wasmModule, worker: false });
  return async () => (await esbuild.transform(SOURCE, { loader: 'ts', minify: true, target: 'es2015' })).code;
};
