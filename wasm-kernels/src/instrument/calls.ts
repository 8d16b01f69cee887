import { CodeCursor } from '../binary/code.ts';
import { type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';

/** Stack of a call in bytes, at least what any engine's fastest compiler takes: V8's takes 62 without locals, 760 with 50. */
const FRAME_BYTES = 128;
const LOCAL_BYTES = 16;

/** How a module's functions call each other. */
export interface Calls {
  /** Stack in bytes that a call of each function takes, by function index; of an imported one 0. */
  readonly frames: readonly number[];
  /**
   * Functions that may be on the stack several times: those on a cycle of calls, and those between two cycles.
   * An indirect call may reach any function.
   */
  readonly recursive: ReadonlySet<number>;
  /** The largest frame in bytes of a recursive function. */
  readonly largestFrame: number;
  /** The most stack in bytes that calls of all others, one of the recursive ones included, take together. */
  readonly straightBytes: number;
}

export function callsOf(module: ModuleMap): Calls {
  const frames = framesOf(module);
  const callees = calleesOf(module);
  const callers = reversed(callees);
  const below = strip(callees, callers, frames);
  const above = strip(callers, callees, frames);
  const recursive = new Set([...frames.keys()].filter((index) => !below.done[index] && !above.done[index]));
  const largestFrame = [...recursive].reduce((most, index) => Math.max(most, frames[index] ?? 0), 0);
  const straightBytes = recursive.size === 0 ? below.bytes : below.bytes + above.bytes + largestFrame;
  return { frames, recursive, largestFrame, straightBytes };
}

function framesOf({ bytes, bodies, functions, types }: ModuleMap): number[] {
  const imported = functions.length - bodies.length;
  return functions.map((type, index) => {
    if (index < imported) return 0;
    const locals = types[type].parameters.length + readLocals(bytes, bodies[index - imported]).total;
    return FRAME_BYTES + LOCAL_BYTES * locals;
  });
}

/** By function index; behind the last function stands “any function”, which indirect calls reach. */
function calleesOf({ bytes, bodies, functions }: ModuleMap): number[][] {
  const imported = functions.length - bodies.length;
  const any = functions.length;
  const callees = functions.map((_, index) => {
    const found = new Set<number>();
    if (index < imported) return [];
    const body = bodies[index - imported];
    const cursor = new CodeCursor(bytes, readLocals(bytes, body).end, body.end);
    while (cursor.step()) {
      if (cursor.op === OP.call) found.add(cursor.index);
      if (cursor.op === OP.callIndirect) found.add(any);
    }
    return [...found];
  });
  return [...callees, [...functions.keys()]];
}

function reversed(edges: readonly (readonly number[])[]): number[][] {
  const back = edges.map((): number[] => []);
  edges.forEach((targets, from) => {
    for (const to of targets) back[to].push(from);
  });
  return back;
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
