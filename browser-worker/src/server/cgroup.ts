/** Reads what the cgroup of this process allows, of version 2 or 1: Linux only, elsewhere nothing is limited. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { posix } from 'node:path';
import type { Machine } from './machine-limits.ts';

/** Reads a small file of the system, or says null where there is none. */
export type Read = (path: string) => string | null;

const MOUNT = '/sys/fs/cgroup';
/** Version 1 says “no limit” by a number near 2^63; no machine has so much memory. */
const NO_LIMIT_BYTES = 2 ** 53;

export function readMachine(read: Read = readText, cores = availableParallelism()): Machine {
  const groups = parseGroups(read('/proc/self/cgroup') ?? '');
  const unified = foldersOf(MOUNT, groups.get(''));
  const folders = (controller: string): string[] =>
    foldersOf(`${MOUNT}/${controller}`, groups.get(controller));
  const numbers = (paths: string[], parse: (text: string) => number | null): number[] =>
    paths.flatMap((path) => parse(read(path) ?? '') ?? []);
  return {
    cores,
    cpuset: least([
      ...numbers(each(unified, 'cpuset.cpus.effective'), cpusIn),
      ...numbers(each(folders('cpuset'), 'cpuset.effective_cpus'), cpusIn),
    ]),
    quota: least([
      ...numbers(each(unified, 'cpu.max'), quotaIn),
      ...folders('cpu').flatMap((folder) => {
        const part = (name: string): string => read(`${folder}/cpu.cfs_${name}_us`) ?? '';
        return quotaIn(`${part('quota')} ${part('period')}`) ?? [];
      }),
    ]),
    memoryBytes: least([
      ...numbers(each(unified, 'memory.max'), bytesIn),
      ...numbers(each(folders('memory'), 'memory.limit_in_bytes'), bytesIn),
    ]),
  };
}

/** Each controller's path; that of version 2 has the empty name. */
const parseGroups = (text: string): Map<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const [, names, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
      return path === undefined ? [] : names.split(',').map((name): [string, string] => [name, path]);
    }),
  );

/**
 * A group's folder and all above it, each of which may set a limit. In a container the path may be the host's and not
 * be there, while the mount's root is the container's own group.
 */
function foldersOf(root: string, path = '/'): string[] {
  const folders: string[] = [];
  for (let at = posix.normalize(path); at !== '/' && at !== '.'; at = posix.dirname(at))
    folders.push(root + at);
  return [...folders, root];
}

const each = (folders: string[], file: string): string[] => folders.map((folder) => `${folder}/${file}`);

const least = (numbers: readonly number[]): number | null =>
  numbers.length > 0 ? Math.min(...numbers) : null;

/** `0-3,7`: five. */
function cpusIn(text: string): number | null {
  const ranges = [...text.trim().matchAll(/(\d+)(?:-(\d+))?/g)];
  const count = ranges.reduce((sum, [, first, last = first]) => sum + Number(last) - Number(first) + 1, 0);
  return count > 0 ? count : null;
}

/** `250000 100000` is two and a half cores; `max` and −1 are no quota. */
function quotaIn(text: string): number | null {
  const [, quota, period] = /^\s*(\d+)\s+(\d+)/.exec(text) ?? [];
  return Number(period) > 0 ? Number(quota) / Number(period) : null;
}

function bytesIn(text: string): number | null {
  const bytes = /^\d+$/.test(text.trim()) ? Number(text) : Number.POSITIVE_INFINITY;
  return bytes < NO_LIMIT_BYTES ? bytes : null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // Not there, or not for this process: either way it tells of no limit.
  }
}
