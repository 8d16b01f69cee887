import { describe, expect, test } from 'vitest';
import { mapModule } from '../binary/module.ts';
import { F32, F64, get, I32, i32, moduleOf, set, type TestFunction } from '../testing/module-of.ts';
import { instrument } from './instrument.ts';
import { nanFacts } from './nan.ts';

const V128 = 0x7b;

const STRANGE_NAN_64 = [0x44, 1, 2, 3, 4, 5, 6, 0xf7, 0xff];
const CANONICAL_64 = 0x7ff8000000000000n;
const CANONICAL_32 = 0x7fc00000;

/** Runs the function f of a module with the float 0; what it left at address 0 and 8. */
function afterwards(functions: readonly TestFunction[]): { low: bigint; high: bigint } {
  const { bytes } = instrument(moduleOf({ memory: [1], functions }), { memoryPages: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
  (exports.f as (...zeros: number[]) => void)(0, 0);
  const view = new DataView((exports.memory as WebAssembly.Memory).buffer);
  return { low: view.getBigUint64(0, true), high: view.getBigUint64(8, true) };
}

/** Runs code with 64-bit float 0 in local 0 and 32-bit float 0 in local 1; what it left at address 0 and 8. */
function memoryAfter(code: readonly number[]): { low: bigint; high: bigint } {
  return afterwards([{ name: 'f', parameters: [F64, F32], locals: [F64, V128], code }]);
}

const store64 = [0x39, 3, 0];
const store32 = [0x38, 2, 0];
const storeVector = [0xfd, 11, 4, 0];
const zeroByZero64 = [...get(0), ...get(0), 0xa3];
const zeroByZero32 = [...get(1), ...get(1), 0x95];

describe('[KR2] a computed NaN has the one canonical form', () => {
  test('in a store', () => {
    expect(memoryAfter([...i32(0), ...zeroByZero64, ...store64]).low).toBe(CANONICAL_64);
    expect(memoryAfter([...i32(0), ...zeroByZero64, 0x9a, ...store64]).low).toBe(CANONICAL_64);
    expect(memoryAfter([...i32(0), ...zeroByZero32, ...store32]).low).toBe(BigInt(CANONICAL_32));
  });

  test('in a store through a local, a parameter or a call', () => {
    expect(memoryAfter([...zeroByZero64, 0x21, 2, ...i32(0), ...get(2), ...store64]).low).toBe(CANONICAL_64);
    const identity = { parameters: [F64], results: [F64, F64], code: [...get(0), ...get(0)] };
    const caller = {
      name: 'f',
      parameters: [F64],
      locals: [F64],
      code: [...i32(8), ...i32(0), ...zeroByZero64, 0x10, 1, ...set(1), ...store64, ...get(1), ...store64],
    };
    const keeping = { parameters: [I32, F64], code: [...get(0), ...get(1), ...store64] };
    const passing = { name: 'f', parameters: [F64], code: [...i32(0), ...zeroByZero64, 0x10, 1] };
    expect(afterwards([caller, identity])).toEqual({ low: CANONICAL_64, high: CANONICAL_64 });
    expect(afterwards([passing, keeping]).low).toBe(CANONICAL_64);
  });

  test('seen as an integer', () => {
    expect(memoryAfter([...i32(0), ...zeroByZero64, 0xbd, 0x37, 3, 0]).low).toBe(CANONICAL_64);
    expect(memoryAfter([...i32(0), ...zeroByZero32, 0xbc, 0x36, 2, 0]).low).toBe(BigInt(CANONICAL_32));
  });

  test('as the giver of a sign', () => {
    const one = [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f];
    expect(memoryAfter([...i32(0), ...one, ...zeroByZero64, 0xa6, ...store64]).low).toBe(0x3ff0000000000000n);
  });

  test('in every lane of a vector', () => {
    const lanes = CANONICAL_64;
    const splat = [...i32(0), ...zeroByZero64, 0xfd, 20, ...storeVector];
    expect(memoryAfter(splat)).toEqual({ low: lanes, high: lanes });
    const divided = [...i32(0), ...get(0), 0xfd, 20, ...get(0), 0xfd, 20, 0xfd, 0xf3, 1, ...storeVector];
    expect(memoryAfter(divided)).toEqual({ low: lanes, high: lanes });
    const singles = (BigInt(CANONICAL_32) << 32n) | BigInt(CANONICAL_32);
    const narrow = [...i32(0), ...get(1), 0xfd, 19, ...get(1), 0xfd, 19, 0xfd, 0xe7, 1, ...storeVector];
    expect(memoryAfter(narrow)).toEqual({ low: singles, high: singles });
  });

  test('put into one lane', () => {
    const code = [...i32(0), ...get(0), 0xfd, 20, ...zeroByZero64, 0xfd, 34, 1, ...storeVector];
    expect(memoryAfter(code)).toEqual({ low: 0n, high: CANONICAL_64 });
  });
});

describe('integers in vectors are never taken for NaNs', () => {
  const ONES = [0xfd, 12, ...new Array<number>(16).fill(0xff)];
  const ALL = 0xffffffffffffffffn;

  test('beside a lane that was computed', () => {
    const code = [...i32(0), ...ONES, ...zeroByZero64, 0xfd, 34, 1, ...storeVector];
    expect(memoryAfter(code)).toEqual({ low: ALL, high: CANONICAL_64 });
  });

  test('in a local that held computed lanes before', () => {
    const floats = [...get(0), 0xfd, 20, ...get(0), 0xfd, 20, 0xfd, 0xf3, 1, ...set(3)];
    const code = [
      ...floats,
      ...i32(0),
      ...get(3),
      ...storeVector,
      ...ONES,
      ...set(3),
      ...i32(0),
      ...get(3),
      ...storeVector,
    ];
    expect(memoryAfter(code)).toEqual({ low: ALL, high: ALL });
    const seen = [...floats, ...ONES, ...set(3), ...i32(0), ...get(3), 0xfd, 0x1d, 1, 0x37, 3, 0];
    expect(memoryAfter(seen).low).toBe(ALL);
  });

  test('where lanes of 8 bytes were computed and lanes of 4 bytes are used', () => {
    // 1 + 2^-52 has a lower half of 1; as lanes of 4 bytes both halves are numbers, and stay.
    const number = [0x44, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xf0, 0x3f];
    const lanes = [...number, ...get(0), 0xa0, 0xfd, 20];
    const code = [...i32(0), ...lanes, ...get(3), 0xfd, 0xea, 1, ...storeVector];
    expect(memoryAfter([...lanes, ...set(3), ...code]).low).toBe(0x3ff00000ffffffffn);
  });
});

test('only floats that are computed and stored make lazy NaNs worth while', () => {
  const factsOf = (code: readonly number[]) =>
    nanFacts(mapModule(moduleOf({ memory: [1], functions: [{ parameters: [F64, F32], code }] })));
  expect(factsOf([...zeroByZero64, 0x1a])).toEqual({
    sites: 0,
    storesComputedFloats: false,
    sumsStores: false,
    lazyBytes: null,
  });
  expect(factsOf([...zeroByZero64, 0xbd, 0x1a])).toEqual({
    sites: 1,
    storesComputedFloats: false,
    sumsStores: false,
    lazyBytes: null,
  });
  expect(factsOf([...i32(0), ...zeroByZero64, ...store64])).toEqual({
    sites: 1,
    storesComputedFloats: true,
    sumsStores: true,
    lazyBytes: 8,
  });
  expect(factsOf([...i32(0), ...zeroByZero32, ...store32]).lazyBytes).toBe(4);
  expect(factsOf([...i32(0), ...i32(0), 0x2b, 3, 0, ...store64]).lazyBytes).toBe(null);
  const integers = Array.from({ length: 200 }, () => [...i32(0), ...i32(0), 0x36, 2, 0]).flat();
  expect(factsOf([...integers, ...i32(0), ...zeroByZero64, ...store64]).lazyBytes).toBe(null);
});

test('a NaN that is only copied keeps its bits', () => {
  const bits = 0xfff7060504030201n;
  expect(memoryAfter([...i32(0), ...STRANGE_NAN_64, ...store64]).low).toBe(bits);
  expect(
    memoryAfter([...i32(0), ...STRANGE_NAN_64, ...store64, ...i32(8), ...i32(0), 0x2b, 3, 0, ...store64])
      .high,
  ).toBe(bits);
});

test('numbers stay as they are', () => {
  const half = [0x44, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f];
  expect(memoryAfter([...i32(0), ...half, 0x9a, ...store64]).low).toBe(0xbfe0000000000000n);
  expect(memoryAfter([...i32(0), ...get(0), 0x9a, ...store64]).low).toBe(0x8000000000000000n);
});

test('the same NaN bits come out before and after the engine optimises', () => {
  const code = [...get(0), ...get(0), 0xa3, 0xbd, 0xa7];
  const module = moduleOf({
    functions: [
      { name: 'f', parameters: [F64], results: [I32], code: [...code.slice(0, -1), 0x42, 48, 0x88, 0xa7] },
    ],
  });
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(instrument(module).bytes as BufferSource),
  );
  const f = exports.f as (zero: number) => number;
  (exports.__fuel as WebAssembly.Global).value = 1n << 60n;
  for (let round = 0; round < 20_000; round++) expect(f(0)).toBe(0x7ff8);
});
