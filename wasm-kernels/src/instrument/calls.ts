import { KnownError } from '@manyhands/protocol';
import type { ModuleMap } from '../binary/module.ts';
import { type CallGraph, callGraphOf, reversed } from './call-graph.ts';
import { framesOf } from './frames.ts';

/** Stack in bytes for calls that cannot recurse: with what recursion has, less than the 500 KB of a worker in Chromium. */
const STRAIGHT_BYTES = 131_072;

/** How a module's functions call each other. */
export interface Calls {
  /** Stack in bytes that a call of each function takes, by function index; of an imported one 0. */
  readonly frames: readonly number[];
  /**
   * Functions that may be on the stack several times: those on a cycle of calls, and those between two cycles.
   * An indirect call may reach any function of its type that a table may hold.
   */
  readonly recursive: ReadonlySet<number>;
  /** Types whose indirect calls may reach one of them. */
  readonly recursiveTypes: ReadonlySet<number>;
  /** The most stack in bytes that calls of all others, one of the recursive ones included, take together. */
  readonly straightBytes: number;
}

export function callsOf(module: ModuleMap, graph: CallGraph = callGraphOf(module)): Calls {
  const frames = framesOf(module);
  const { callees } = graph;
  const callers = reversed(callees);
  const below = strip(callees, callers, frames);
  const above = strip(callers, callees, frames);
  const recursive = new Set([...frames.keys()].filter((index) => !below.done[index] && !above.done[index]));
  const largestFrame = [...recursive].reduce((most, index) => Math.max(most, frames[index] ?? 0), 0);
  // Twice: a circle may be entered through a passage (passing.ts), which has the same parameters.
  const straightBytes = recursive.size === 0 ? below.bytes : below.bytes + above.bytes + 2 * largestFrame;
  const reaches = (entry: number): boolean =>
    entry >= 0 && callees[entry].some((index) => recursive.has(index));
  const recursiveTypes = new Set(graph.byType.flatMap((entry, type) => (reaches(entry) ? [type] : [])));
  return { frames, recursive, recursiveTypes, straightBytes };
}

/** Throws KERNEL_TOO_LARGE where calls that cannot recurse may still take more stack than engines surely have. */
export function refuseDeepCalls({ straightBytes }: Calls): void {
  if (straightBytes > STRAIGHT_BYTES)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `the kernel's calls nest ${straightBytes} bytes of stack deep, more than ${STRAIGHT_BYTES}; use fewer locals and shorter chains of calls`,
    );
}

/** Takes away, one after the other, functions of which no edge leads to one that is left; the heaviest path among them. */
function strip(
  edges: readonly (readonly number[])[],
  back: readonly (readonly number[])[],
  frames: readonly number[],
): { done: boolean[]; bytes: number } {
  const left = edges.map((targets) => targets.length);
  const done = edges.map(() => false);
  const path = edges.map(() => 0);
  const ready = [...edges.keys()].filter((index) => left[index] === 0);
  let bytes = 0;
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    done[at] = true;
    path[at] += frames[at] ?? 0;
    bytes = Math.max(bytes, path[at]);
    for (const index of back[at]) {
      path[index] = Math.max(path[index], path[at]);
      if (--left[index] === 0) ready.push(index);
    }
  }
  return { done, bytes };
}
