import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entry = (name: string): string => {
  const here = new URL('.', import.meta.url).href;
  const built = here.includes('/dist/') ? here : here.replace('/test/engines/', '/dist/test/test/engines/');
  return fileURLToPath(new URL(`${name}.js`, built));
};

/** Bundles an entry of this folder, compiled already, into one module without imports, for browsers and any Node. */
export async function bundle(name: string, folder: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      lib: { entry: entry(name), formats: ['es'], fileName: () => `${name}.js` },
      rolldownOptions: { external: [/^node:/], output: { codeSplitting: false } },
    },
  });
}
