import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressed } from './scripts/steps/compressed.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Shared code that does nothing when loaded: pages carry only what they use of it, and no cryptography. */
const treeshake = {
  moduleSideEffects: (id: string) => !/\/(protocol|wasm-kernels|sdk|contracts)\/dist\/|@noble/.test(id),
};

/**
 * Builds what a coordinator serves into web/dist: the pages, their workers, and the embed script.
 * Names carry hashes, so that everything but the pages and `embed.js` can be cached for ever.
 * Packages are taken from their dist folders: run `tsc -b` first.
 */
export default defineConfig({
  root: here('./web'),
  plugins: [compressed()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', rolldownOptions: { treeshake } },
  build: {
    outDir: here('./web/dist'),
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses, so that the pages' content security policy stays strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      treeshake,
      input: {
        index: here('./web/index.html'),
        account: here('./web/account.html'),
        community: here('./web/community.html'),
        site: here('./web/site.html'),
        console: here('./web/console.html'),
        network: here('./web/network.html'),
        card: here('./web/embed.html'),
        verify: here('./web/verify.html'),
        embed: here('./browser-worker/dist/embed/embed.js'),
      },
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
        // The script runs on other people's pages: none of its names may become theirs.
        banner: ({ name }) => (name === 'embed' ? '(() => {' : ''),
        footer: ({ name }) => (name === 'embed' ? '})();' : ''),
      },
    },
  },
});
