/** Writes PNG files: 8 bits a channel, RGB where every pixel is opaque, else RGBA. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOR_TYPE = { rgb: 2, rgba: 6 } as const;

/**
 * A picture of `width` × `height` pixels as the bytes of a PNG file; `rgba` has four bytes a pixel, row after row from
 * the top left. Throws a RangeError where sizes do not agree.
 */
export function encodePng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  if (!(width > 0 && height > 0) || rgba.length !== width * height * 4)
    throw new RangeError(`${rgba.length} bytes are no picture of ${width} × ${height} pixels`);
  const channels = isOpaque(rgba) ? 3 : 4;
  const rows = withChannels(rgba, channels);
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, channels === 3 ? COLOR_TYPE.rgb : COLOR_TYPE.rgba);
  const pixels = deflateSync(filtered(rows, width * channels, channels), { level: 9 });
  return concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array()),
  ]);
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}

function withChannels(rgba: Uint8Array, channels: 3 | 4): Uint8Array {
  if (channels === 4) return rgba;
  return rgba.filter((_, i) => i % 4 !== 3);
}

/** Each row with the filter whose bytes, read as signed, sum up to least: the rule of thumb of the PNG specification. */
function filtered(rows: Uint8Array, stride: number, channels: number): Uint8Array {
  const height = rows.length / stride;
  const out = new Uint8Array(rows.length + height);
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * stride, (y + 1) * stride);
    const candidates = FILTERS.map((predict) => residue(row, above, channels, predict));
    const costs = candidates.map(magnitude);
    const type = costs.indexOf(Math.min(...costs));
    out[y * (stride + 1)] = type;
    out.set(candidates[type], y * (stride + 1) + 1);
    above = row;
  }
  return out;
}

/** What a filter expects of a byte, from its neighbours to the left, above, and above to the left. */
type Predictor = (left: number, up: number, corner: number) => number;

/** By the filter's number in the file: none, sub, up, average, Paeth. */
const FILTERS: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(estimate - value));
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function residue(row: Uint8Array, above: Uint8Array, channels: number, predict: Predictor): Uint8Array {
  return row.map((byte, x) => {
    const inside = x >= channels;
    return byte - predict(inside ? row[x - channels] : 0, above[x], inside ? above[x - channels] : 0);
  });
}

const magnitude = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => sum + (byte < 128 ? byte : 256 - byte), 0);

function chunk(type: string, content: Uint8Array): Uint8Array {
  const named = concat([new TextEncoder().encode(type), content]);
  const out = new Uint8Array(named.length + 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, content.length);
  out.set(named, 4);
  view.setUint32(named.length + 4, crc32(named));
  return out;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
