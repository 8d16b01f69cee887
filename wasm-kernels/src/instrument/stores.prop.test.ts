import { hashOf, ITEM_STATUS } from '@manyhands/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../binary/writer.ts';
import { instantiate, type Kernel } from '../runtime/kernel.ts';
import { get, I32, I64, i32, moduleOf, set } from '../testing/module-of.ts';
import { instrument } from './instrument.ts';

const PAGES = 2;
const BYTES = PAGES * 65_536;
const CAP = 1_000_000n;
/** Locals 2 to 5 hold addresses; 6 counts turns of loops. */
const POINTERS = [2, 3, 4, 5];
const COUNTER = 6;

const tee = (local: number): number[] => [0x22, local];
const uleb = (value: number): Uint8Array => new ByteWriter().u32(value).take();

const pointer = fc.constantFrom(...POINTERS);
const step = fc.oneof(
  fc.integer({ min: -40, max: 40 }),
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.integer(),
);
const offset = fc.oneof(
  { weight: 4, arbitrary: fc.nat(64) },
  { weight: 4, arbitrary: fc.nat(40_000) },
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

/** An address: a local, a sum, a local that is set on the way, or a constant. */
const address = fc.oneof(
  pointer.map(get),
  fc.tuple(pointer, step).map(([local, by]) => [...get(local), ...i32(by), 0x6a]),
  fc.tuple(pointer, step, pointer).map(([from, by, to]) => [...get(from), ...i32(by), 0x6a, ...tee(to)]),
  fc.nat(BYTES).map((at) => i32(at)),
);
/** A value that may change what the address below it was made from. */
const value = fc.oneof(
  fc.constant([...i32(-1)]),
  pointer.map((local) => [...i32(3), ...tee(local)]),
  fc.constant([...i32(7), 0x04, 0x7f, ...i32(1), 0x05, ...i32(2), 0x0b]),
);

const store = fc
  .tuple(address, value, fc.constantFrom(0x36, 0x3a, 0x3b), offset)
  .map(([at, what, op, by]) => [...at, ...what, op, 0, ...uleb(by)]);
const assignment = fc.tuple(pointer, address).map(([local, what]) => [...what, ...set(local)]);

const { statements } = fc.letrec<{ statements: number[][]; statement: number[] }>((tie) => ({
  statements: fc.array(tie('statement'), { maxLength: 6 }),
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: store },
    { weight: 2, arbitrary: assignment },
    // if (input is long) { … } else { … }
    fc
      .tuple(fc.nat(3), tie('statements'), tie('statements'))
      .map(([n, yes, no]) => [
        ...get(1),
        ...i32(n),
        0x4b,
        0x04,
        0x40,
        ...yes.flat(),
        0x05,
        ...no.flat(),
        0x0b,
      ]),
    // { …; if (input is long) break; … }
    fc
      .tuple(fc.nat(3), tie('statements'), tie('statements'))
      .map(([n, before, after]) => [
        ...[0x02, 0x40, ...before.flat()],
        ...[...get(1), ...i32(n), 0x4b, 0x0d, 0],
        ...[...after.flat(), 0x0b],
      ]),
    // do { … } while (++counter & 3)
    tie('statements').map((body) => [
      ...[0x03, 0x40, ...body.flat()],
      ...[...get(COUNTER), ...i32(1), 0x6a, ...tee(COUNTER), ...i32(3), 0x71, 0x0d, 0, 0x0b],
    ]),
  ),
}));

/** Shows its whole memory. */
function kernelOf(code: readonly number[]): Kernel {
  const begin = POINTERS.flatMap((local) => [
    ...[...get(1), ...i32(9_001 - local), 0x6c],
    ...[...i32(15_000 * local), 0x6a, ...set(local)],
  ]);
  const end = new ByteWriter().byte(0x42).s64(BigInt(BYTES)).take();
  const locals = [...POINTERS, COUNTER].map(() => I32);
  const functions = [
    { name: 'alloc', parameters: [I32], results: [I32], code: i32(16) },
    { name: 'run', parameters: [I32, I32], results: [I64], locals, code: [...begin, ...code, ...end] },
  ];
  const { bytes } = instrument(moduleOf({ memory: [PAGES], functions }), { memoryPages: PAGES });
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
}

test('[KR2] one check for several stores still covers each of them, on every way through the code', () => {
  const endings = new Map<number, number>();
  fc.assert(
    fc.property(statements, (list) => {
      const code = list.flat();
      const kernel = kernelOf(code);
      const alone = [0, 1, 2, 3, 4].map((n) => {
        const { output, ...rest } = kernelOf(code).runItem(new Uint8Array(n), CAP);
        endings.set(rest.status, (endings.get(rest.status) ?? 0) + 1);
        return { ...rest, output: hashOf(output) };
      });
      for (const n of [3, 0, 4, 1, 2, 0]) {
        const { output, ...rest } = kernel.runItem(new Uint8Array(n), CAP);
        expect({ ...rest, output: hashOf(output) }).toEqual(alone[n]);
        expect(kernel.isClean()).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  expect(endings.get(ITEM_STATUS.ok)).toBeGreaterThan(50);
  expect(endings.get(ITEM_STATUS.trap)).toBeGreaterThan(50);
});

/** `local.get pointer; i32.const -1; i32.store offset=by` */
const storeAt = (local: number, by: number): number[] => [...get(local), ...i32(-1), 0x36, 0, ...uleb(by)];

test.each([
  [
    'a loop that moves its pointer on',
    [
      ...storeAt(2, 0),
      ...[0x03, 0x40, ...storeAt(2, 0), ...get(2), ...i32(30_000), 0x6a, ...set(2)],
      ...[...get(COUNTER), ...i32(1), 0x6a, ...tee(COUNTER), ...i32(3), 0x49, 0x0d, 0, 0x0b],
    ],
  ],
  [
    'a branch that moves its pointer on',
    [
      ...[...storeAt(2, 0), ...get(1), 0x04, 0x40],
      ...[...get(2), ...i32(50_000), 0x6a, ...tee(2), 0x1a, 0x0b, ...storeAt(2, 0)],
    ],
  ],
  [
    'a loop that moves its pointer on inside a block',
    [
      ...[...storeAt(2, 0), 0x03, 0x40, ...storeAt(2, 0)],
      ...[0x02, 0x40, ...get(2), ...i32(30_000), 0x6a, ...set(2), 0x0b],
      ...[...get(COUNTER), ...i32(1), 0x6a, ...tee(COUNTER), ...i32(3), 0x49, 0x0d, 0, 0x0b],
    ],
  ],
  [
    'a store behind it that is far outside of the memory',
    [...storeAt(5, 0), ...storeAt(5, 2 ** 32 - 50_000)],
  ],
])('[KR2] what is stored is covered: %s', (_, code) => {
  const kernel = kernelOf(code);
  for (const input of [new Uint8Array(1), new Uint8Array(3)]) {
    kernel.runItem(input, CAP);
    expect(kernel.isClean()).toBe(true);
  }
});

test('stores of straight code through one pointer share a check', () => {
  const lengthOf = (stores: number): number => {
    const code = Array.from({ length: stores }, (_, i) => [
      ...get(0),
      ...get(1),
      0x36,
      2,
      ...uleb(4 * i),
    ]).flat();
    return instrument(moduleOf({ memory: [1], functions: [{ parameters: [I32, I32], code }] })).bytes.length;
  };
  const [one, nine] = [lengthOf(1), lengthOf(9)];
  expect(nine - one).toBeLessThan(8 * 8 + 2);
});
