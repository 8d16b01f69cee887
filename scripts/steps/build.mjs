import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin, quietly, ROOT, say } from './process.mjs';

/** What the pages are made from: another file here means another build. */
const PAGE_SOURCES = [
  'web',
  'browser-worker/src',
  'sdk/src',
  'protocol/src',
  'wasm-kernels/src',
  'vite.config.ts',
  'package-lock.json',
];
const STAMP = join(ROOT, 'node_modules/.cache/manyhands/pages');

/** Compiles what changed since the last time; the compiler itself knows. */
export async function buildPackages(folders) {
  await quietly('compiling', ...command('typescript/bin/tsc', ['-b', ...folders]));
}

/** Builds the pages, unless they are built from these very sources. */
export async function buildPages() {
  const sources = digestOf(PAGE_SOURCES);
  if (existsSync(join(ROOT, 'web/dist/index.html')) && readStamp() === sources) return;
  say('building the pages …');
  await quietly('building the pages', ...command('vite/bin/vite.js', ['build', '--logLevel', 'warn']));
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, sources);
}

function command(path, args) {
  const [node, script] = bin(path);
  return [node, [script, ...args]];
}

const readStamp = () => {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return null;
  }
};

/** Names, sizes and times of all files: quick, and wrong only towards one build too many. */
function digestOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesOf(path)).sort()) {
    const { size, mtimeMs } = statSync(join(ROOT, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesOf(path) {
  const whole = join(ROOT, path);
  if (!existsSync(whole)) return [];
  if (statSync(whole).isFile()) return [path];
  return readdirSync(whole, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules')
    .flatMap((entry) => filesOf(join(path, entry.name)));
}
