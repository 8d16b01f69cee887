import { expect, test } from 'vitest';
import { get, I32, I64, i32, moduleOf, set } from '../module-of.ts';
import { runBare } from './machine.ts';
import { WITNESS, witnessOf } from './witness.ts';

const PLENTY = 1n << 40n;
const alloc = { name: 'alloc', parameters: [I32], results: [I32], code: i32(0) };
const RESULT = [0x42, 0];

function count(code: readonly number[], locals: readonly number[] = []): { used: bigint; nan: boolean } {
  const run = { name: 'run', parameters: [I32, I32], results: [I64], locals, code: [...code, ...RESULT] };
  const bytes = witnessOf(moduleOf({ memory: [1], globals: { g: 0 }, functions: [alloc, run] }), PLENTY);
  const module = new WebAssembly.Module(bytes as BufferSource);
  return runBare(module, new Uint8Array(), { left: WITNESS.left, cap: PLENTY });
}

test('a witness counts what is executed, and nothing for what only structures code', () => {
  // Eight rounds of get, const, sub, tee, br_if; before them const, set; after them the result.
  const loop = [...i32(8), ...set(2), 0x03, 0x40, ...get(2), ...i32(1), 0x6b, 0x22, 2, 0x0d, 0, 0x0b];
  expect(count(loop, [I32]).used).toBe(BigInt(2 + 8 * 5 + 1));
  // Not the `else` that is not taken, nor what stands behind a branch.
  const choice = [...i32(0), 0x04, 0x40, 0x01, ...i32(7), 0x1a, 0x05, 0x0c, 0, ...i32(7), 0x1a, 0x0b];
  expect(count(choice).used).toBe(4n);
  // A fill of 100 bytes costs 1 + 12, and its operands.
  expect(count([...i32(0), ...i32(1), ...i32(100), 0xfc, 11, 0]).used).toBe(17n);
});

test('a witness says whether a NaN was seen', () => {
  const zero = [0x43, 0, 0, 0, 0];
  expect(count([...zero, ...zero, 0x92, 0x1a]).nan).toBe(false);
  expect(count([...zero, ...zero, 0x95, 0x1a]).nan).toBe(true);
});
