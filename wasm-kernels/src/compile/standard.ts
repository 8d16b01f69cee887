/** AssemblyScript's library with ours laid over it, once for this process. Loading it loads the compiler. */
import { libraryFiles } from 'assemblyscript/asc';
import { LIBRARY_PREFIX } from './files.ts';
import { LIBRARY } from './library.ts';

const HOST_SEED = /@external\("env", "seed"\)\n.*\ndeclare function seed\(\): f64;/;
/** What Math.random starts from: the item's row instead of the host's dice. */
const ROW_SEED = `@global
function seed(): f64 { return rowSeed(); }
import { rowSeed } from "manyhands/row";`;

Object.assign(libraryFiles, LIBRARY, { builtins: libraryFiles.builtins.replace(HOST_SEED, ROW_SEED) });

/** Those parts whose names are global in every program. */
export const globalParts = (): string[] => Object.keys(libraryFiles).filter((path) => !path.includes('/'));

/** Whether a file is a part of the library, and no package's. */
export const isOfLibrary = (path: string): boolean =>
  path.startsWith(LIBRARY_PREFIX) &&
  Object.hasOwn(libraryFiles, path.slice(LIBRARY_PREFIX.length).replace(/\.ts$/, ''));

/** The text of a part of the library by its path under `~lib/`; null where there is none. */
export function libraryText(name: string): string | null {
  const found = [name, `${name}/index`].find((path) => Object.hasOwn(libraryFiles, path));
  return found === undefined ? null : libraryFiles[found];
}
