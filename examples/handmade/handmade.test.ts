import { crc32 } from 'node:zlib';
import { decodeRow, encodeRow, ITEM_STATUS, utf8 } from '@manyhands/protocol';
import { instantiate, type Kernel, prepareKernel, trial } from '@manyhands/wasm-kernels';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { assemble, SCHEMA } from './assemble.ts';

const CAP = 1n << 40n;
let wasm: Uint8Array;
let kernel: Kernel;

beforeAll(async () => {
  wasm = assemble();
  const { build, label, schema } = await prepareKernel({ wasm, schema: SCHEMA });
  expect([label.abi, label.imports, schema]).toEqual(['bytes', [], SCHEMA]);
  kernel = instantiate(await WebAssembly.compile(build.bytes as BufferSource), { datasets: [] });
});

const row = (data: Uint8Array): Uint8Array => encodeRow(SCHEMA.inputs, [data]);

function checksum(data: Uint8Array): unknown {
  const { status, output } = kernel.runItem(row(data), CAP);
  expect(status).toBe(ITEM_STATUS.ok);
  return decodeRow(SCHEMA.outputs, output)[0];
}

test('a module made by hand gives the published check value, and what zlib gives for any bytes', () => {
  expect(checksum(utf8('123456789'))).toBe(0xcbf43926);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (data) => checksum(data) === crc32(data)));
});

test('its fuel grows by the same for every byte', () => {
  const fuel = (length: number): bigint => kernel.runItem(row(new Uint8Array(length).fill(length)), CAP).fuel;
  const perByte = fuel(101) - fuel(100);
  expect(fuel(1100) - fuel(100)).toBe(1000n * perByte);
});

test('a row that does not keep to its columns is a trap', () => {
  for (const bytes of [new Uint8Array(), Uint8Array.of(1), Uint8Array.of(9, 0, 0, 0, 1)])
    expect(kernel.runItem(bytes, CAP).status).toBe(ITEM_STATUS.trap);
});

test('the trial finds its items independent', { timeout: 60_000 }, async () => {
  const inputs = [new Uint8Array(), utf8('123456789'), new Uint8Array(100_000)].map(row);
  const { items, rate } = await trial({ wasm, inputs, fuelCap: CAP, timingSeconds: 0.1 });
  expect(items.map(({ output }) => decodeRow(SCHEMA.outputs, output)[0])).toEqual(
    [new Uint8Array(), utf8('123456789'), new Uint8Array(100_000)].map((data) => crc32(data)),
  );
  expect(rate).toBeGreaterThan(0);
});
