import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapModule } from './module.ts';
import { ByteReader } from './reader.ts';
import { ByteWriter } from './writer.ts';

test('unsigned numbers are read back as they were written, in as few bytes as possible', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), (value) => {
      const bytes = new ByteWriter().u32(value).take();
      expect(new ByteReader(bytes).u32()).toBe(value);
      expect(bytes.length).toBe(Math.max(1, Math.ceil(value.toString(2).length / 7)));
    }),
  );
});

test('signed numbers mean the same to the engine', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (value) => {
      const code = new ByteWriter().byte(0x42).s64(value).byte(0x0b).take();
      const global = new ByteWriter().byte(1, 0x7e, 0).raw(code).take();
      const module = new ByteWriter().byte(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
      module.byte(6).u32(global.length).raw(global).byte(7, 5, 1, 1, 0x67, 3, 0);
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.take() as BufferSource));
      expect((exports.g as WebAssembly.Global).value).toBe(value);
    }),
  );
});

test('signed numbers of 32 bits are read back as they were written', () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      expect(new ByteReader(new ByteWriter().s64(BigInt(value)).take()).s32()).toBe(value);
    }),
  );
});

test.each([
  ['none', [], 0],
  ['one at a constant', [0, 0x41, 60, 0x0b, 1, 0x78], 61],
  ['a passive one', [1, 1, 0x78], 0],
  ['one that names its memory', [2, 0, 0x41, 8, 0x0b, 1, 0x78], 9],
  ['one at a computed place', [0, 0x41, 8, 0x41, 8, 0x6a, 0x0b, 1, 0x78], null],
])('segments of data end where they say: %s', (_, segment, end) => {
  const count = segment.length > 0 ? 1 : 0;
  const module = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 11, segment.length + 1, count, ...segment);
  expect(mapModule(module).dataEnd).toBe(end);
});

test('[SE1] reading past the end, or a number that never ends, is refused and not an assertion', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
      const reader = new ByteReader(bytes);
      try {
        for (;;) reader.name();
      } catch (error) {
        expect(error).toMatchObject({ code: 'KERNEL_INVALID' });
      }
    }),
  );
});
