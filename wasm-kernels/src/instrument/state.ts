/**
 * A fresh state for every item without a fresh instance: the build keeps a shadow of each mutable global
 * and two functions that copy there and back. Inside the module, because JavaScript can neither read a
 * v128 global nor promise to keep the bits of a NaN.
 */
import type { Global } from '../binary/module.ts';
import { OP } from '../binary/opcodes.ts';
import { ByteWriter } from '../binary/writer.ts';

const REFERENCES: readonly number[] = [0x70, 0x6f];
const ZEROS: Readonly<Record<number, readonly number[]>> = {
  127: [OP.i32Const, 0],
  126: [OP.i64Const, 0],
  125: [OP.f32Const, 0, 0, 0, 0],
  124: [OP.f64Const, 0, 0, 0, 0, 0, 0, 0, 0],
  123: [0xfd, 12, ...new Array<number>(16).fill(0)],
};

/** Index pairs of each mutable global, the added one for the memory's size included, and its shadow; shadows begin at `first`. */
export function shadowPairs(globals: readonly Global[], pages: number, first: number): [number, number][] {
  const mutable = globals.flatMap((global, index) => (global.mutable ? [index] : []));
  return [...mutable, pages].map((index, i) => [index, first + i]);
}

/** The declaration of one shadow: type, mutable, a zero. */
export function shadowDeclaration(type: number): Uint8Array {
  const zero = REFERENCES.includes(type) ? [0xd0, type] : ZEROS[type];
  return Uint8Array.of(type, 1, ...zero, OP.end);
}

/** The body of a function that copies globals, each pair `[from, to]`. */
export function copyBody(pairs: readonly (readonly [number, number])[]): Uint8Array {
  const body = new ByteWriter().u32(0);
  for (const [from, to] of pairs) body.byte(OP.globalGet).u32(from).byte(OP.globalSet).u32(to);
  return body.byte(OP.end).take();
}
