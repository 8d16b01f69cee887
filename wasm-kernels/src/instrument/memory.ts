/**
 * A memory that is virtual in its size: `memory.size` and `memory.grow` act on a global, which begins at the kernel's own
 * minimum, is put back for each item with the other globals, and ends at the cap. The real memory is there from the
 * beginning, so that a growth within the cap cannot fail on one device and succeed on another: lack of memory fails at
 * the start, where it is the device's failure and no answer.
 *
 * What it does not do is trap between the virtual size and the real end: there are zeros, the same for every item and on
 * every device. Only a program that would trap without us can tell.
 */
import { CodeCursor } from '../binary/code.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';
import type { Edit } from './edit.ts';
import type { Scratch } from './scratch.ts';

const MEMORY_SIZE = 0x3f;
const MEMORY_GROW = 0x40;
const I32 = 0x7f;

export interface MemoryPlan {
  /** Index of the global that holds the virtual size in pages. */
  readonly global: number;
  /** The most pages that `memory.grow` reaches. */
  readonly cap: number;
  /** A global that is set where a growth is refused; null in builds, which need not tell. */
  readonly refused: number | null;
}

/** Where a function body asks for the size of its memory or changes it. */
export function planMemory(
  bytes: Uint8Array,
  start: number,
  end: number,
  plan: MemoryPlan,
  scratch: Scratch,
): Edit[] {
  const edits: Edit[] = [];
  const cursor = new CodeCursor(bytes, start, end);
  const replace = (code: Uint8Array): void =>
    void edits.push({ at: cursor.at, until: cursor.next, bytes: code });
  while (cursor.step()) {
    if (cursor.op === MEMORY_SIZE) replace(new ByteWriter().byte(OP.globalGet).u32(plan.global).take());
    else if (cursor.op === MEMORY_GROW) replace(grow(plan, scratch.local('i32')));
  }
  return edits;
}

/** `if (more > cap − pages) −1; else pages, and then pages += more`. The size never exceeds the cap, so nothing wraps around. */
function grow({ global, cap, refused }: MemoryPlan, more: number): Uint8Array {
  const code = new ByteWriter();
  const pages = (): ByteWriter => code.byte(OP.globalGet).u32(global);
  code.byte(OP.localTee).u32(more).byte(OP.i32Const).s64(BigInt(cap));
  pages().byte(OP.i32Sub, OP.i32GtU, OP.if, I32);
  if (refused !== null) code.byte(OP.i32Const, 1, OP.globalSet).u32(refused);
  code.byte(OP.i32Const, 0x7f, OP.else);
  pages();
  pages().byte(OP.localGet).u32(more).byte(OP.i32Add, OP.globalSet).u32(global);
  return code.byte(OP.end).take();
}
