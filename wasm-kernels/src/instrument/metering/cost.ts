/**
 * What fuel counts: executed instructions, where block, loop, else, end and nop count nothing and a bulk instruction
 * over n bytes or elements counts 1 + n/8.
 */
import { OP } from '../../binary/opcodes.ts';
import type { LATE } from '../../runtime/build.ts';

const FREE: ReadonlySet<number> = new Set([OP.block, OP.loop, OP.else, OP.end, OP.nop]);
/** Their last operand is a count of bytes or elements. */
const BULK: ReadonlySet<number> = new Set([
  OP.memoryInit,
  OP.memoryCopy,
  OP.memoryFill,
  OP.tableInit,
  OP.tableCopy,
  OP.tableGrow,
  OP.tableFill,
]);

export const BYTES_PER_FUEL_SHIFT = 3;

export const costOf = (op: number): number => (FREE.has(op) ? 0 : 1);
export const isBulk = (op: number): boolean => op >= OP.memoryInit && BULK.has(op);

/**
 * How far the fuel may be short of the truth in each of the calls on the stack: code may be charged before it runs, where
 * that is cheaper, and what is charged too early is given back on the paths that turn out cheaper. A run within its cap
 * must not end for that, so checks let fuel fall as far below zero as {@link LATE}: frames of at least 128 bytes in 384 KiB
 * of stack make fewer than LATE / MOST_AHEAD calls.
 */
export const MOST_AHEAD = 4096;

/** The most instructions that run between two checks where no loop counts them ahead. */
export const STRETCH = 65_536;
/** What is reckoned for a callee that is not known, of which all that is sure is that it checks every STRETCH. */
export const UNKNOWN_STRETCH = STRETCH / 16;
