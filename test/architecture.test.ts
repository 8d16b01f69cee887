import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, ROOT } from './files.ts';

/** Which package may import which: the arrows of ARCHITECTURE.md. `@x/y/z` names one door of a package. */
const ARROWS: Record<string, readonly string[]> = {
  protocol: [],
  contracts: ['protocol'],
  'wasm-kernels': ['protocol'],
  'browser-worker': ['protocol', 'wasm-kernels/runtime'],
  coordinator: ['protocol', 'wasm-kernels', 'wasm-kernels/runtime', 'contracts'],
  sdk: ['protocol', 'wasm-kernels'],
  web: [
    'protocol',
    'sdk',
    'browser-worker',
    'wasm-kernels',
    'wasm-kernels/runtime',
    'wasm-kernels/compile',
    'contracts',
  ],
  cli: [
    'protocol',
    'sdk',
    'browser-worker',
    'browser-worker/server',
    'wasm-kernels',
    'coordinator',
    'coordinator/hub-logs',
    'coordinator/simulation',
    'contracts',
  ],
  bench: [
    'protocol',
    'wasm-kernels',
    'wasm-kernels/testing',
    'browser-worker/testing',
    'sdk',
    'coordinator/testing',
    'contracts/gas',
    'cli/dev-chain',
  ],
};

/** What an example may import besides kernels' own library; the two that all others stand on have rows of their own. */
const EXAMPLE: readonly string[] = ['protocol', 'sdk', 'wasm-kernels', 'examples-common'];
const EXAMPLES: Record<string, readonly string[]> = {
  common: ['protocol', 'sdk', 'wasm-kernels'],
  run: ['sdk', 'examples-common', 'browser-worker/server', 'coordinator'],
};

/** Inside the coordinator: folders and what of the others each may import. The files beside them compose everything. */
const COORDINATOR: Record<string, readonly string[]> = {
  domain: [],
  dispatch: ['domain'],
  simulation: ['dispatch', 'domain'],
  fuzz: ['simulation', 'dispatch', 'db', 'jobs', 'ledger', 'settlement', 'domain'],
  blobs: [],
  db: ['dispatch', 'domain'],
  ledger: ['db', 'domain'],
  settlement: ['db', 'ledger', 'domain', 'blobs'],
  jobs: ['db', 'domain', 'dispatch', 'blobs', 'ledger', 'settlement'],
  graphs: ['db', 'jobs', 'domain'],
  sites: ['db', 'domain'],
  community: ['db', 'domain'],
  records: ['db', 'domain', 'ledger'],
  http: [
    'jobs',
    'graphs',
    'sites',
    'community',
    'records',
    'db',
    'dispatch',
    'domain',
    'blobs',
    'ledger',
    'settlement',
  ],
  ws: ['dispatch', 'domain', 'sites'],
};

/** Modules by which pure code would see the outside. */
const IMPURE = /^(node:|fastify|@fastify|pg$|ethers|ws$|@electric-sql)/;

interface Import {
  readonly file: string;
  readonly from: string;
}

const isTest = (file: string): boolean => /\.(test|suite)\.ts$|\/testing\/|\/test\//.test(file);

const importsOf = (folder: string): Import[] => importsUnder(`${folder}/src/`);

function importsUnder(folder: string): Import[] {
  return filesUnder(`${ROOT}${folder}`, /\.tsx?$/)
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
        ([, from]) => ({ file: file.slice(ROOT.length), from }),
      ),
    );
}

/** `manyhands` is the command line; within the kernel toolchain it is the library that kernels import. */
const packageOf = (from: string, folder: string): string | null => {
  if (from === 'manyhands') return folder === 'wasm-kernels' ? null : 'cli';
  if (from.startsWith('manyhands/') && folder !== 'wasm-kernels')
    return `cli/${from.slice('manyhands/'.length)}`;
  return from.startsWith('@manyhands/') ? from.slice('@manyhands/'.length) : null;
};

describe('the arrows between packages', () => {
  it.each(Object.keys(ARROWS))('%s imports only what it may', (folder) => {
    const forbidden = importsOf(folder).filter(({ from }) => {
      const target = packageOf(from, folder);
      return (
        (target !== null && !ARROWS[folder].includes(target)) ||
        /^(\.\.\/)+(?:protocol|wasm-kernels|coordinator|sdk|cli|web|browser-worker|contracts)\//.test(from)
      );
    });
    expect(forbidden).toEqual([]);
  });

  it.each(Object.keys(ARROWS))(
    '%s declares the arrows it uses, as dependency and as tsconfig reference',
    (folder) => {
      const manifest = JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, 'utf8'));
      const references = JSON.parse(readFileSync(`${ROOT}${folder}/tsconfig.json`, 'utf8')).references.map(
        (r: { path: string }) => r.path.slice(3),
      );
      const used = new Set(
        importsOf(folder).flatMap(({ from }) => packageOf(from, folder)?.split('/')[0] ?? []),
      );
      for (const name of used) {
        const dependency = name === 'cli' ? 'manyhands' : `@manyhands/${name}`;
        expect(Object.keys(manifest.dependencies), `${folder}/package.json`).toContain(dependency);
        expect(references, `${folder}/tsconfig.json`).toContain(name);
      }
    },
  );

  it('every declared arrow between packages is allowed', () => {
    for (const [folder, allowed] of Object.entries(ARROWS)) {
      const manifest = JSON.parse(readFileSync(`${ROOT}${folder}/package.json`, 'utf8'));
      const declared = Object.keys(manifest.dependencies).flatMap((name) => packageOf(name, folder) ?? []);
      const packages = new Set(allowed.map((name) => name.split('/')[0]));
      expect(
        declared.filter((name) => !packages.has(name)),
        folder,
      ).toEqual([]);
    }
  });
});

describe('the arrows of examples', () => {
  const folders = readdirSync(`${ROOT}examples`).filter((name) =>
    existsSync(`${ROOT}examples/${name}/package.json`),
  );
  const isKernel = (file: string): boolean => /\/assembly\/|\/genome\/align\.ts$/.test(file);
  /** Any door of examples-common is open to examples. */
  const targetsOf = (from: string): string[] => {
    const target = packageOf(from, 'examples');
    return target === null ? [] : [target.replace(/^(examples-common)\/.*/, '$1')];
  };

  it.each(folders)('%s imports only what it may, and declares it', (name) => {
    const imports = importsUnder(`examples/${name}/`).filter(({ file }) => !isKernel(file));
    const targets = new Set(imports.flatMap(({ from }) => targetsOf(from)));
    const allowed = EXAMPLES[name] ?? EXAMPLE;
    expect([...targets].filter((target) => !allowed.includes(target))).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(`${ROOT}examples/${name}/package.json`, 'utf8'));
    expect(Object.keys(dependencies)).toEqual(
      expect.arrayContaining([...targets].map((target) => `@manyhands/${target.split('/')[0]}`)),
    );
  });

  it('their kernels import nothing but their own files, the library, and one package in AssemblyScript', () => {
    const kernels = folders
      .flatMap((name) => importsUnder(`examples/${name}/`))
      .filter(({ file }) => isKernel(file));
    expect(kernels.length).toBeGreaterThan(3);
    expect(kernels.filter(({ from }) => !/^(\.\/|manyhands(\/|$)|as-bignum\/)/.test(from))).toEqual([]);
  });
});

describe('the arrows inside the coordinator', () => {
  const all = importsOf('coordinator');

  it.each(Object.keys(COORDINATOR))('%s imports only what it may', (folder) => {
    const forbidden = all.filter(({ file, from }) => {
      if (!file.startsWith(`coordinator/src/${folder}/`) || !from.startsWith('.')) return false;
      const target = new URL(from, `file:///${file}`).pathname.split('/')[3];
      return target !== folder && !COORDINATOR[folder].includes(target);
    });
    expect(forbidden).toEqual([]);
  });

  it('every folder has its row', () => {
    const folders = new Set(
      all.map(({ file }) => file.split('/')).flatMap((parts) => (parts.length > 3 ? [parts[2]] : [])),
    );
    expect([...folders].filter((folder) => !(folder in COORDINATOR))).toEqual([]);
  });

  it('domain and dispatch see no I/O, clock or randomness', () => {
    const pure = all.filter(({ file }) => /^coordinator\/src\/(domain|dispatch)\//.test(file));
    expect(pure.filter(({ from }) => IMPURE.test(from))).toEqual([]);
    for (const file of new Set(pure.map((entry) => entry.file)))
      expect(readFileSync(ROOT + file, 'utf8'), file).not.toMatch(
        /Date\.now\(|Math\.random\(|performance\.now\(|new Date\(/,
      );
  });
});

describe('protocol', () => {
  it('has no I/O', () => {
    // Hashing is computation, not I/O: under Node the platform's own is twenty times as fast.
    const impure = importsOf('protocol').filter(({ from }) => IMPURE.test(from));
    expect(impure).toEqual([{ file: 'protocol/src/sha256-node.ts', from: 'node:crypto' }]);
  });
});

describe('what runs in browsers', () => {
  it('wasm-kernels/runtime is free of compiler code and of Node', () => {
    const runtime = importsOf('wasm-kernels').filter(({ file }) => file.includes('/runtime/'));
    const leaves = (file: string, from: string): boolean =>
      from.startsWith('.') && !posix.join(posix.dirname(file), from).startsWith('wasm-kernels/src/runtime/');
    expect(
      runtime.filter(
        ({ file, from }) => IMPURE.test(from) || from === 'assemblyscript' || leaves(file, from),
      ),
    ).toEqual([]);
  });
});
