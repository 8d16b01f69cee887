import { hashOf, ITEM_STATUS, type ItemResult } from '@manyhands/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteWriter } from '../binary/writer.ts';
import { type InstrumentOptions, instrument } from '../instrument/instrument.ts';
import { get, I32, I64, i32, moduleOf } from '../testing/module-of.ts';
import { instantiate, type Kernel } from './kernel.ts';

const CAP = 1_000_000n;
const PAGES = 3;
const BYTES = PAGES * 65_536;
/** `run` gives the whole memory as its output: nothing that an item left can hide. */
const WHOLE_MEMORY = new ByteWriter().byte(0x42).s64(BigInt(BYTES)).take();

const SCALAR_STORES = [0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e];
const LANE_STORES = [88, 89, 90, 91];
const V128 = [0xfd, 12, ...new Array<number>(16).fill(0xa5)];
const VALUES: Readonly<Record<number, readonly number[]>> = {
  54: i32(-1),
  55: [0x42, 0x7f],
  56: [0x43, 1, 2, 3, 4],
  57: [0x44, 1, 2, 3, 4, 5, 6, 7, 8],
  58: i32(-1),
  59: i32(-1),
  60: [0x42, 0x7f],
  61: [0x42, 0x7f],
  62: [0x42, 0x7f],
};
const offsetOf = (offset: number): Uint8Array => new ByteWriter().u32(offset).take();

/** Addresses and offsets inside, at the end and far outside of the memory, where sums wrap around. */
const address = fc.oneof(
  fc.nat(BYTES),
  fc.integer({ min: BYTES - 20, max: BYTES }),
  fc.integer({ min: -20, max: -1 }),
);
const offset = fc.oneof(fc.constant(0), fc.nat(5000), fc.integer({ min: 2 ** 32 - BYTES, max: 2 ** 32 - 1 }));

const write = fc.oneof(
  fc
    .record({ op: fc.constantFrom(...SCALAR_STORES), address, offset })
    .map((store) => [...i32(store.address), ...VALUES[store.op], store.op, 0, ...offsetOf(store.offset)]),
  fc
    .record({ address, offset })
    .map((store) => [...i32(store.address), ...V128, 0xfd, 11, 0, ...offsetOf(store.offset)]),
  fc
    .record({ op: fc.constantFrom(...LANE_STORES), address, offset })
    .map((store) => [...i32(store.address), ...V128, 0xfd, store.op, 0, ...offsetOf(store.offset), 0]),
  fc
    .record({ address, length: fc.nat(9000) })
    .map(({ address: to, length }) => [...i32(to), ...i32(0x5a), ...i32(length), 0xfc, 11, 0]),
  fc
    .record({ from: address, address, length: fc.nat(9000) })
    .map(({ from, address: to, length }) => [...i32(to), ...i32(from), ...i32(length), 0xfc, 10, 0, 0]),
);

/** All that an item reads lies in these pages: what the kernel begins with, and what a small memory has. */
const CAREFUL: InstrumentOptions = { memoryPages: PAGES };
const VARIANTS: readonly InstrumentOptions[] = [
  CAREFUL,
  { memoryPages: PAGES, hooked: true },
  { memoryPages: PAGES + 2 },
  { memoryPages: PAGES + 2, smallPages: PAGES },
];

/** An item with an input of n bytes runs the n-th list of writes, then shows the memory. */
function kernelOf(writes: readonly (readonly number[])[][], options: InstrumentOptions = CAREFUL): Kernel {
  const arms = writes.flatMap((list, n) => [...get(1), ...i32(n), 0x46, 0x04, 0x40, ...list.flat(), 0x0b]);
  const functions = [
    { name: 'alloc', parameters: [I32], results: [I32], code: [...i32(100_000)] },
    { name: 'run', parameters: [I32, I32], results: [I64], code: [...arms, ...WHOLE_MEMORY] },
  ];
  const { bytes } = instrument(moduleOf({ memory: [PAGES], functions }), options);
  return instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
}

/** The memory by its hash: comparing bytes one by one takes the test framework seconds. */
const summary = ({ output, ...rest }: ItemResult) => ({ ...rest, output: hashOf(output) });

test.each(VARIANTS)(
  '[KR2] whatever items write, wherever, and however they end, the next finds the memory as new: %o',
  (options) => {
    const endings = new Set<number>();
    const lists = fc.array(fc.array(write, { maxLength: 4 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(lists, (writes) => {
        const kernel = kernelOf(writes, options);
        expect(kernel.facts.reset).toBe('restore');
        const run = (where: Kernel, n: number) => summary(where.runItem(new Uint8Array(n).fill(7), CAP));
        // Beyond what it begins with, memory is there for a kernel that was given more.
        const same = { memoryPages: options.memoryPages };
        const alone = writes.map((_, n) => run(kernelOf(writes, same), n));
        for (const { status } of alone) endings.add(status);
        for (const n of [0, 1, 0, writes.length - 1, 1]) {
          expect(run(kernel, n)).toEqual(alone[n]);
          expect(kernel.isClean()).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
    expect([...endings].sort()).toEqual([ITEM_STATUS.ok, ITEM_STATUS.trap]);
  },
);
