import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

const SKIPPED = new Set([
  'node_modules',
  'dist',
  '.git',
  '.manyhands',
  'out',
  'cache',
  'generated',
  'artifacts',
]);

/** Paths of all source files below a folder whose names match. */
export function filesUnder(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesUnder(`${path}/`, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}
