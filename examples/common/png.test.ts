import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePng } from './png.ts';

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** A reader of exactly what the specification says, with its checksums; none of the writer's code is used. */
function decodePng(file: Uint8Array): Decoded {
  const chunks = chunksOf(file);
  expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [header, pixels] = chunks.map(({ content }) => content);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const channels = { 2: 3, 6: 4 }[view.getUint8(9)] as number;
  expect([...header.subarray(8)]).toEqual([8, header[9], 0, 0, 0]);
  const rows = unfiltered(inflateSync(pixels), width, height, channels);
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++)
    rgba.set(rows.subarray(pixel * channels, (pixel + 1) * channels), pixel * 4);
  return { width, height, rgba };
}

function chunksOf(file: Uint8Array): { type: string; content: Uint8Array }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  expect(Buffer.from(file.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = [];
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    const named = file.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(named));
    chunks.push({ type: Buffer.from(named.subarray(0, 4)).toString('latin1'), content: named.subarray(4) });
    at += length + 12;
  }
  return chunks;
}

function unfiltered(bytes: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const a = x >= channels ? out[at - channels] : 0;
      const b = y > 0 ? out[at - stride] : 0;
      const c = x >= channels && y > 0 ? out[at - stride - channels] : 0;
      const closest = [a, b, c].sort((p, q) => Math.abs(a + b - c - p) - Math.abs(a + b - c - q));
      const expected = [0, a, b, (a + b) >> 1, closest[0]][bytes[y * (stride + 1)]];
      out[at] = bytes[y * (stride + 1) + 1 + x] + expected;
    }
  return out;
}

const picture = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.boolean())
  .chain(([width, height, opaque]) =>
    fc
      .uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
      .map((rgba) => ({ width, height, rgba: opaque ? rgba.map((v, i) => (i % 4 === 3 ? 255 : v)) : rgba })),
  );

test('any picture reads back as it was', () => {
  fc.assert(
    fc.property(picture, ({ width, height, rgba }) => {
      expect(decodePng(encodePng(width, height, rgba))).toEqual({ width, height, rgba });
    }),
  );
});

test('a smooth picture takes a small part of its bytes', () => {
  const rgba = new Uint8Array(128 * 128 * 4).map((_, i) => [(i >> 9) * 2, (i >> 2) & 127, 40, 255][i % 4]);
  const file = encodePng(128, 128, rgba);
  expect(decodePng(file).rgba).toEqual(rgba);
  expect(file.length).toBeLessThan(rgba.length / 50);
});

test('sizes that do not agree are refused', () => {
  expect(() => encodePng(2, 2, new Uint8Array(15))).toThrow(RangeError);
  expect(() => encodePng(0, 2, new Uint8Array())).toThrow(RangeError);
});
