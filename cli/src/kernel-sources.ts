/** The files that a kernel's source is made of: its own, and those of installed packages that it imports by name. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type KernelFiles, KnownError } from '@manyhands/protocol';

const PACKAGES = 'node_modules';
const IMPORT = /^\s*(?:import|export)\b[^'";]*?['"]([^'"\n]+)['"]/gm;

/** The texts of a file and of all that it imports, by absolute path. Throws KERNEL_COMPILE_FAILED for what is not there. */
export function collectSources(entry: string): Map<string, string> {
  const files = new Map<string, string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const text = readFileSync(path, 'utf8');
    files.set(path, text);
    for (const [, name] of text.matchAll(IMPORT)) waiting.push(...locate(path, name));
  }
  return files;
}

/** Where the file lies that an import names; nowhere for what the language or Manyhands itself brings. */
function locate(from: string, name: string): string[] {
  const found = name.startsWith('.')
    ? sourceOf(resolve(dirname(from), name))
    : inPackages(dirname(from), name);
  if (found === undefined && name.startsWith('.'))
    throw new KnownError('KERNEL_COMPILE_FAILED', `${from} imports “${name}”, which is not there`);
  return found === undefined ? [] : [found];
}

const sourceOf = (target: string): string | undefined =>
  [target, `${target}.ts`, join(target, 'index.ts')].find((path) => path.endsWith('.ts') && existsSync(path));

/** Looks where Node would: in the folder's own packages, then in those above it. */
function inPackages(folder: string, name: string): string | undefined {
  const found = sourceOf(join(folder, PACKAGES, name));
  if (found !== undefined || dirname(folder) === folder) return found;
  return inPackages(dirname(folder), name);
}

/** Paths as seen from the folder that holds the kernel's own files; those of packages lie under `node_modules/`. */
export function asProject(files: ReadonlyMap<string, string>, entry: string): KernelFiles {
  const packages = packageFiles(files, entry);
  let root = dirname(entry);
  const own = [...files.keys()].filter((path) => !packages.has(path));
  while (own.some((path) => !path.startsWith(root + sep))) root = dirname(root);
  const inside = (path: string): string => packages.get(path) ?? relative(root, path).split(sep).join('/');
  const named = new Map([...files].map(([path, text]) => [inside(path), text]));
  if (named.size < files.size)
    throw new KnownError(
      'KERNEL_COMPILE_FAILED',
      'the kernel needs two versions of one package; a kernel can have one of each',
    );
  return { entry: inside(entry), files: Object.fromEntries(named) };
}

/** Those files that lie in another package than the entry, with their paths in the project. */
function packageFiles(files: ReadonlyMap<string, string>, entry: string): Map<string, string> {
  const home = placeOf(entry)?.folder;
  const found = [...files.keys()].flatMap((path) => {
    const place = placeOf(path);
    return place === undefined || place.folder === home ? [] : [[path, place.inside] as const];
  });
  return new Map(found);
}

/** Which package's folder a file lies in, and its path from the folder of packages on; undefined outside of packages. */
function placeOf(path: string): { folder: string; inside: string } | undefined {
  const at = path.lastIndexOf(`${sep}${PACKAGES}${sep}`);
  if (at < 0) return undefined;
  const parts = path.slice(at + 1).split(sep);
  const folder = parts.slice(0, parts[1].startsWith('@') ? 3 : 2).join('/');
  return { folder: path.slice(0, at + 1) + folder, inside: parts.join('/') };
}
