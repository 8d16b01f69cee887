import { concatBytes, hashOf, utf8 } from '@manyhands/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelAbort } from '../abort.ts';
import { wasiImports } from './imports.ts';
import { Item } from './item.ts';
import { WASI_FUNCTIONS, wasiSignature } from './signatures.ts';

const I64 = 0x7e;
const PAGES = 1;

/** Numbers that mean something: descriptors, places in the memory and around its end, lengths, flags. */
const number = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
  fc.constantFrom(65_528, 65_535, 65_536, 0x7fff_ffff, -1, -8, -0x8000_0000),
  fc.integer(),
);

const call = fc.constantFrom(...WASI_FUNCTIONS).chain((name) =>
  fc.record({
    name: fc.constant(name),
    given: fc.tuple(
      ...(wasiSignature(name)?.parameters ?? []).map((type) =>
        type === I64
          ? fc.oneof(
              fc.bigInt({ min: 0n, max: 99n }),
              fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
            )
          : number,
      ),
    ),
  }),
);
type Call = { readonly name: (typeof WASI_FUNCTIONS)[number]; readonly given: readonly (number | bigint)[] };

/** Plays the calls; gives all that can be seen of it. */
function play(calls: readonly Call[], memoryBytes: Uint8Array) {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  new Uint8Array(memory.buffer).set(memoryBytes);
  const fuel = { value: 1n << 60n };
  const item = new Item(
    { exports: {}, memory, fuel },
    {
      input: memoryBytes,
      args: [utf8('program'), memoryBytes.subarray(0, 3)],
      environment: [utf8('A=b')],
      stdin: memoryBytes,
      files: new Map([['data', memoryBytes]]),
      limits: { stdout: 10_000, stderr: 10_000 },
    },
  );
  const imports = wasiImports(() => item);
  const seen: (string | number)[] = [];
  for (const { name, given } of calls) {
    try {
      seen.push(name, (imports[name] as (...given: readonly (number | bigint)[]) => number)(...given));
    } catch (error) {
      // Anything else would be taken for a failure of the device.
      if (!(error instanceof KernelAbort)) throw error;
      seen.push(name, error.message);
    }
  }
  const bytes = [new Uint8Array(memory.buffer), item.stdout.bytes, item.stderr.bytes];
  return { seen, fuel: fuel.value, hash: hashOf(concatBytes(...bytes)) };
}

/** A memory in which small addresses hold names, vectors and small numbers. */
const memory = fc
  .uint8Array({ minLength: 400, maxLength: 400 })
  .map((bytes) =>
    bytes.map((byte, i) => (i % 4 === 0 ? [97, 46, 47, 98, byte][byte % 5] : byte % 29 === 0 ? byte : 0)),
  );

test('[SE1] whatever a program asks for, it gets an errno or ends; the same calls give the same', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), memory, (calls, bytes) => {
      expect(play(calls, bytes)).toEqual(play(calls, bytes));
    }),
    { numRuns: 500 },
  );
});
