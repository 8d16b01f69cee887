import { type KernelFiles, KnownError, LIMITS } from '@manyhands/protocol';

export type { KernelFiles };

/** The fixed path of a kernel given as one text; it appears in diagnostics and in the module's messages. */
export const SINGLE_FILE = 'kernel.ts';

/** Where the generated wrapper lives; a kernel's own files may not begin so. */
export const WRAPPER_FOLDER = '__manyhands__';
export const WRAPPER_PATH = `${WRAPPER_FOLDER}/wrapper.ts`;

/** One text becomes a one-file project; throws KERNEL_TOO_LARGE or KERNEL_COMPILE_FAILED on what cannot be one. */
export function asFiles(source: string | KernelFiles): KernelFiles {
  const project =
    typeof source === 'string' ? { entry: SINGLE_FILE, files: { [SINGLE_FILE]: source } } : source;
  const length = Object.values(project.files).reduce((sum, text) => sum + text.length, 0);
  if (length > LIMITS.kernelBytes)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `the source has ${length} characters, more than ${LIMITS.kernelBytes}`,
    );
  for (const path of Object.keys(project.files)) checkPath(path);
  if (!Object.hasOwn(project.files, project.entry))
    throw new KnownError('KERNEL_COMPILE_FAILED', `the entry file ${project.entry} is not among the files`, {
      details: { diagnostics: [] },
    });
  return project;
}

function checkPath(path: string): void {
  const parts = path.split('/');
  if (
    /^[\w./@-]+\.ts$/.test(path) &&
    !parts.includes('..') &&
    !parts.includes('') &&
    parts[0] !== WRAPPER_FOLDER
  )
    return;
  throw new KnownError(
    'KERNEL_COMPILE_FAILED',
    `“${path.slice(0, 100)}” cannot be a kernel file: give a relative path ending in .ts`,
    {
      details: { diagnostics: [] },
    },
  );
}

/** What the compiler puts before the path of everything that is imported by a bare name. */
export const LIBRARY_PREFIX = '~lib/';
/** Where a project keeps the files of packages. */
export const PACKAGES_FOLDER = 'node_modules/';

/** The text of a file of the virtual project, or null: nothing is ever read from the disk. */
export function readVirtual(project: KernelFiles, path: string): string | null {
  const clean = path.replace(/^\.\//, '').replace(LIBRARY_PREFIX, PACKAGES_FOLDER);
  return Object.hasOwn(project.files, clean) ? project.files[clean] : null;
}
