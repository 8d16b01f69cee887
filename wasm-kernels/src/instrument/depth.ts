/**
 * A limit of call depth that is the same everywhere [KR2]. Where a stack ends depends on the engine, its compilers and the
 * thread: the same recursion overflows at 25,000 calls in one tier and at 1,300 in another. So calls between functions
 * that may recurse pay for their callee's frame out of a fixed budget, which ends before any engine's stack, and get it
 * back when it returns. Around the call and not inside the callee: a function has many exits, a call has one place.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Calls } from './calls.ts';
import type { Edit } from './edit.ts';

/** What a function's calls need to know. */
export interface DepthPlan {
  readonly calls: Calls;
  /** Index of the global that holds what is left of the budget, in bytes. */
  readonly global: number;
}

/** Where a recursive function's body pays for its calls. */
export function planDepth(bytes: Uint8Array, start: number, end: number, plan: DepthPlan): Edit[] {
  const { frames, recursive, largestFrame } = plan.calls;
  const edits: Edit[] = [];
  const cursor = new CodeCursor(bytes, start, end);
  const around = (frame: number): void => {
    edits.push({ at: cursor.at, bytes: pay(frame, plan.global) });
    edits.push({ at: cursor.next, bytes: giveBack(frame, plan.global) });
  };
  while (cursor.step()) {
    if (cursor.op === OP.call && recursive.has(cursor.index)) around(frames[cursor.index]);
    else if (cursor.op === OP.callIndirect) around(largestFrame);
  }
  return edits;
}

/** `depth -= frame; if (depth < 0) unreachable` */
function pay(frame: number, global: number): Uint8Array {
  return new ByteWriter()
    .byte(OP.globalGet)
    .u32(global)
    .byte(OP.i32Const)
    .s64(BigInt(frame))
    .byte(OP.i32Sub, OP.globalSet)
    .u32(global)
    .byte(OP.globalGet)
    .u32(global)
    .byte(OP.i32Const, 0, OP.i32LtS, OP.if, 0x40, OP.unreachable, OP.end)
    .take();
}

function giveBack(frame: number, global: number): Uint8Array {
  return new ByteWriter()
    .byte(OP.globalGet)
    .u32(global)
    .byte(OP.i32Const)
    .s64(BigInt(frame))
    .byte(OP.i32Add, OP.globalSet)
    .u32(global)
    .take();
}
