/** What processes use, as Linux counts it: processor time is true however many others share the machine. */
import { readFileSync } from 'node:fs';

const MS_PER_TICK = 10;
const PAGE_BYTES = 4096;

export interface Usage {
  /** User and system time since they started. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** A process's children and theirs. */
export function descendantsOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Sums over processes; one that has ended counts nothing. */
export const usageOf = (pids: readonly number[]): Usage =>
  pids
    .map(readStat)
    .reduce((sum, { own, rssBytes }) => ({ cpuMs: sum.cpuMs + own, rssBytes: sum.rssBytes + rssBytes }), {
      cpuMs: 0,
      rssBytes: 0,
    });

/** A process with all its children, also those that have ended meanwhile. */
export function usageOfTree(pid: number): Usage {
  const { cpuMs, rssBytes } = usageOf([pid, ...descendantsOf(pid)]);
  return { cpuMs: cpuMs + readStat(pid).ofEnded, rssBytes };
}

/** The most memory that a process ever had resident. */
export const peakRssOf = (pid: number): number =>
  1024 * Number(/^VmHWM:\s*(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

function readStat(pid: number) {
  // The second field is the program's name in parentheses and may contain anything.
  const fields = read(`/proc/${pid}/stat`).split(')').at(-1)?.trim().split(' ').map(Number) ?? [];
  if (fields.length < 22) return { own: 0, ofEnded: 0, rssBytes: 0 };
  const [user, system, endedUser, endedSystem] = fields.slice(11).map((ticks) => MS_PER_TICK * ticks);
  return { own: user + system, ofEnded: endedUser + endedSystem, rssBytes: PAGE_BYTES * fields[21] };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
