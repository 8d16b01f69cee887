/**
 * A limit of call depth that is the same everywhere [KR2]. Where a stack ends depends on the engine, its compilers and the
 * thread: the same recursion overflows at 25,000 calls in one tier and at 1,300 in another. So functions that may recurse
 * pay for their frame out of a fixed budget, which ends before any engine's stack.
 *
 * A global holds what is left for a callee. A function that may recurse reads it before its first such call, takes its own
 * frame off, and puts what is left there before each of them. Nothing is given back: after a return the global is stale,
 * and whoever calls next sets it. So a call costs one write and its callee one read, and a leaf of the recursion, which
 * is not paid for, not even that, where paying and giving back around a call needs two of both, each waiting for the one
 * before. Functions outside of all circles start circles with the whole budget; so must a host. They touch the global for
 * nothing else: whoever called them may not have read it yet. An inner function (passing.ts) is handed what is left as a
 * parameter, and hands it on so to others.
 */
import { CodeCursor } from '../binary/code.ts';
import { type ModuleMap, readLocals } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import { RECURSION_BYTES } from '../runtime/build.ts';
import type { Calls } from './calls.ts';
import { type Edit, RANK } from './edit.ts';
import type { HandedOn } from './passing.ts';
import type { Scratch } from './scratch.ts';

/** What a function's calls need to know. */
export interface DepthPlan {
  readonly calls: Calls;
  /** Index of the global that holds what is left of the budget, in bytes. */
  readonly global: number;
}

/** Where a function looks at what is left and passes it on, or starts a circle of calls. */
export function planDepth(
  module: ModuleMap,
  index: number,
  plan: DepthPlan,
  scratch: Scratch,
  handed: HandedOn | null,
): Edit[] {
  const { frames, recursive } = plan.calls;
  if (recursive.size === 0) return [];
  const { calls, before } = callsInto(module, index, plan.calls);
  if (calls.length === 0) return [];
  const left = recursive.has(index) ? (handed?.local ?? scratch.own('i32')) : null;
  const passes = calls
    .filter(({ callee }) => callee === null || handed?.inner.has(callee) !== true)
    .map(({ at }): Edit => ({ at, bytes: pass(left, plan.global) }));
  if (left === null) return passes;
  const bytes = look(left, frames[index], plan.global, handed !== null);
  return [{ at: before, rank: RANK.between, bytes }, ...passes];
}

/** Where functions are called that may recurse, those called directly by their index, and a place that is passed once, and before all of them. */
function callsInto(
  module: ModuleMap,
  index: number,
  { recursive, recursiveTypes }: Calls,
): { calls: { readonly at: number; readonly callee: number | null }[]; before: number } {
  const body = module.bodies[index - (module.functions.length - module.bodies.length)];
  const cursor = new CodeCursor(module.bytes, readLocals(module.bytes, body).end, body.end);
  const calls: { at: number; callee: number | null }[] = [];
  const common = new CommonPlace();
  while (cursor.step()) {
    const { op, at } = cursor;
    if (op === OP.block || op === OP.loop || op === OP.if) common.open(at, op === OP.loop);
    else if (op === OP.else) common.arm();
    else if (op === OP.end) common.close();
    const recurs =
      op === OP.callIndirect
        ? recursiveTypes.has(cursor.index)
        : op === OP.call && recursive.has(cursor.index);
    if (!recurs) continue;
    calls.push({ at, callee: op === OP.call ? cursor.index : null });
    common.meet(at);
  }
  return { calls, before: common.before };
}

/**
 * The innermost sequence of instructions, in no loop, in which all places met lie, themselves or in a construct of it; and
 * there the first instruction or construct with one. Whoever comes to any of them has passed it, once.
 */
class CommonPlace {
  before = -1;
  /** Constructs that are open: where each begins, which of its arms, whether a loop. */
  readonly #open: { readonly at: number; arm: number; readonly isLoop: boolean }[] = [];
  /** Those that the common sequence lies in. */
  #shared: { readonly at: number; readonly arm: number }[] | null = null;

  open(at: number, isLoop: boolean): void {
    this.#open.push({ at, arm: 0, isLoop });
  }

  arm(): void {
    const top = this.#open.at(-1);
    if (top) top.arm++;
  }

  close(): void {
    this.#open.pop();
  }

  meet(at: number): void {
    if (this.#shared === null) {
      const loop = this.#open.findIndex(({ isLoop }) => isLoop);
      const sequence = loop < 0 ? this.#open : this.#open.slice(0, loop);
      this.#shared = sequence.map(({ at: start, arm }) => ({ at: start, arm }));
      this.before = loop < 0 ? at : this.#open[loop].at;
      return;
    }
    const shared = this.#shared;
    const same = shared.findIndex(
      ({ at: start, arm }, i) => this.#open[i]?.at !== start || this.#open[i].arm !== arm,
    );
    if (same < 0) return;
    this.before = shared[same].at;
    shared.length = same;
  }
}

/** `left = global − frame; if (left < 0) { global = left; unreachable }`: by that the host sees why. What is handed is in `left` already. */
function look(left: number, frame: number, global: number, isHanded: boolean): Uint8Array {
  const code = new ByteWriter();
  if (isHanded) code.byte(OP.localGet).u32(left);
  else code.byte(OP.globalGet).u32(global);
  code.byte(OP.i32Const).s64(BigInt(frame)).byte(OP.i32Sub, OP.localTee).u32(left);
  code.byte(OP.i32Const, 0, OP.i32LtS, OP.if, 0x40);
  return code.byte(OP.localGet).u32(left).byte(OP.globalSet).u32(global).byte(OP.unreachable, OP.end).take();
}

/** `global = left`, or the whole budget where nothing recurses yet. */
function pass(left: number | null, global: number): Uint8Array {
  const code = new ByteWriter();
  if (left === null) code.byte(OP.i32Const).s64(BigInt(RECURSION_BYTES));
  else code.byte(OP.localGet).u32(left);
  return code.byte(OP.globalSet).u32(global).take();
}
