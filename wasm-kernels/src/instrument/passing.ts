/**
 * Functions on circles of calls are handed the fuel and the call depth that are left as parameters, and give the fuel back
 * as a result. Engines keep both in registers; in globals, which are memory, each call of a deep recursion waits for what
 * the one before it wrote.
 *
 * Such a function's work moves to a new one behind all others, its inner one. At its own index it becomes a passage that
 * takes both out of their globals, so that tables, exports and functions outside of the circle call it as before. Inside,
 * other calls find the fuel in its global and leave it there.
 */
import { CodeCursor, NO_TYPE } from '../binary/code.ts';
import { type FunctionType, type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { CallGraph } from './call-graph.ts';
import type { Edit } from './edit.ts';
import type { Runs } from './origin.ts';
import type { Scratch } from './scratch.ts';

const I32 = 0x7f;
const I64 = 0x7e;
/** How often what is left is looked through; a module made to take longer does without. */
const MOST_PASSES = 32;

/** Which functions have an inner one, and what is handed to it. */
export interface Passing {
  /** By index, that of the inner function. */
  readonly inner: ReadonlyMap<number, number>;
  /** Index of the global that holds the fuel outside. */
  readonly fuel: number;
  /** Likewise the depth; null where it is not limited. */
  readonly depth: number | null;
}

/** The locals of an inner function that hold what it is handed. */
export interface Handed {
  readonly fuel: number;
  readonly depth: number | null;
}

/** One of them as those see it who count in it: its local, and the functions that it is handed on to. */
export interface HandedOn {
  readonly local: number;
  readonly inner: Passing['inner'];
}

/** Takes the locals for what is handed: the first ones behind the function's own. */
export const handedIn = ({ depth }: Passing, scratch: Scratch): Handed => ({
  fuel: scratch.own('i64'),
  depth: depth === null ? null : scratch.own('i32'),
});

export const handedCount = ({ depth }: Handed): number => (depth === null ? 1 : 2);

/**
 * The functions that may recur by direct calls, and have no more other calls than such ones: around each of the others
 * the fuel moves to its global and back. A circle goes through no passage, whose stack nothing would pay for. Ascending.
 */
export function passingFunctions(
  module: ModuleMap,
  { reachable }: CallGraph,
  recursive: ReadonlySet<number>,
): number[] {
  const calls = new Map([...recursive].map((index) => [index, callsOf(module, index)]));
  const calledFrom = (callers: Iterable<number>): Set<number> =>
    new Set([...callers].flatMap((index) => calls.get(index)?.direct ?? []));
  const isCandidate = (index: number): boolean =>
    !reachable.has(index) && module.types[module.functions[index]].results.length <= 1;
  const chosen = new Set([...recursive].filter(isCandidate));
  for (let before = -1, passes = 0; before !== chosen.size; passes++) {
    if (passes === MOST_PASSES) return [];
    before = chosen.size;
    const inside = calledFrom(chosen);
    const outside = calledFrom([...recursive].filter((index) => !chosen.has(index)));
    for (const index of chosen) {
      const { direct, indirect } = calls.get(index) ?? { direct: [], indirect: 0 };
      const passing = direct.filter((callee) => chosen.has(callee)).length;
      const others = direct.length - passing + indirect;
      if (!inside.has(index) || outside.has(index) || others > passing) chosen.delete(index);
    }
  }
  return [...chosen].sort((a, b) => a - b);
}

function callsOf(module: ModuleMap, index: number): { direct: number[]; indirect: number } {
  const body = module.bodies[index - (module.functions.length - module.bodies.length)];
  const cursor = new CodeCursor(module.bytes, readLocals(module.bytes, body).end, body.end);
  const direct: number[] = [];
  let indirect = 0;
  while (cursor.step()) {
    if (cursor.op === OP.call) direct.push(cursor.index);
    else if (cursor.op === OP.callIndirect) indirect++;
  }
  return { direct, indirect };
}

/** The type of an inner function, as the type section has it. */
export function innerType({ parameters, results }: FunctionType, { depth }: Passing): Uint8Array {
  const handed = depth === null ? [I64] : [I64, I32];
  return new ByteWriter()
    .byte(0x60)
    .u32(parameters.length + handed.length)
    .byte(...parameters, ...handed)
    .u32(results.length + 1)
    .byte(...results, I64)
    .take();
}

/** The body of the passage at the function's own index. */
export function passageBody(
  { parameters }: FunctionType,
  inner: number,
  { fuel, depth }: Passing,
): Uint8Array {
  const out = new ByteWriter().u32(0);
  for (let local = 0; local < parameters.length; local++) out.byte(OP.localGet).u32(local);
  out.byte(OP.globalGet).u32(fuel);
  if (depth !== null) out.byte(OP.globalGet).u32(depth);
  return out.byte(OP.call).u32(inner).byte(OP.globalSet).u32(fuel).byte(OP.end).take();
}

/** Hands on what is left to inner functions, and gives the fuel back at each `return`. */
export function planPassing(module: ModuleMap, index: number, passing: Passing, handed: Handed): Edit[] {
  const body = module.bodies[index - (module.functions.length - module.bodies.length)];
  const cursor = new CodeCursor(module.bytes, readLocals(module.bytes, body).end, body.end);
  const edits: Edit[] = [];
  while (cursor.step()) {
    const { op, at, next } = cursor;
    const inner = op === OP.call ? passing.inner.get(cursor.index) : undefined;
    if (inner !== undefined) edits.push({ at, until: next, bytes: innerCall(inner, handed) });
    else if (op === OP.return)
      edits.push({ at, bytes: new ByteWriter().byte(OP.localGet).u32(handed.fuel).take() });
  }
  return edits;
}

function innerCall(inner: number, { fuel, depth }: Handed): Uint8Array {
  const code = new ByteWriter().byte(OP.localGet).u32(fuel);
  if (depth !== null) code.byte(OP.localGet).u32(depth);
  return code.byte(OP.call).u32(inner).byte(OP.localSet).u32(fuel).take();
}

/**
 * The code of an inner function, without declarations: `code`, which ends with the function's `end`, in a block that its branches
 * to the function's own label now lead to, and the fuel behind it. What is handed stands behind `ownLocals` until here,
 * and becomes the parameters behind `parameters`.
 */
export function innerCode(
  code: Uint8Array,
  { results, parameters }: FunctionType,
  ownLocals: number,
  handed: Handed,
  runs?: Runs,
): Uint8Array {
  const [first, count] = [parameters.length, handedCount(handed)];
  const placeOf = (local: number): number => {
    if (local < first || local >= ownLocals + count) return local;
    return local < ownLocals ? local + count : local - ownLocals + first;
  };
  const out = new ByteWriter().byte(OP.block).s64(BigInt(results.length === 0 ? NO_TYPE : results[0] - 0x80));
  renumber(code, placeOf, out, runs);
  return out.byte(OP.localGet).u32(placeOf(handed.fuel)).byte(OP.end).take();
}

/** Writes `code` with every local at its new place. */
function renumber(code: Uint8Array, placeOf: (local: number) => number, out: ByteWriter, runs?: Runs): void {
  const cursor = new CodeCursor(code, 0, code.length);
  let from = 0;
  while (cursor.step()) {
    const { op, at, index } = cursor;
    if (op !== OP.localGet && op !== OP.localSet && op !== OP.localTee) continue;
    if (placeOf(index) === index) continue;
    runs?.copied(out.length, from, at - from);
    out.raw(code.subarray(from, at)).byte(op).u32(placeOf(index));
    from = cursor.next;
  }
  runs?.copied(out.length, from, code.length - from);
  out.raw(code.subarray(from));
}
