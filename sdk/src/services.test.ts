import { expect, it } from 'vitest';
import { keyOf } from './services.ts';

const kernel = { kernel: 'ab'.repeat(32) };
const bytes = new Uint8Array(1_000_000).fill(7);

it('a service is known by its bytes, whatever kind of array they are in', () => {
  const key = keyOf(kernel, { datasets: { genome: bytes } });
  expect(keyOf(kernel, { datasets: { genome: Buffer.from(bytes) } })).toBe(key);
  expect(keyOf(kernel, { datasets: { genome: bytes.subarray(1) } })).not.toBe(key);
  expect(keyOf(kernel, { datasets: { genome: bytes }, fuelCap: 1n })).not.toBe(key);
});
