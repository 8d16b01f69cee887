import { type OpenExample, openExample } from '@manyhands/examples-common/kernel';
import { beforeAll, expect, test } from 'vitest';
import { example } from './example.ts';
import { render, type Tile, type TileInput } from './reference.ts';

let open: OpenExample<Tile>;
beforeAll(async () => {
  open = await openExample(example, 'small');
}, 60_000);
const kernelRender = (tile: TileInput) => open.compute(Object.values(tile));

const TILE = { scene: 0, width: 24, height: 16, left: 0, top: 0, columns: 24, rows: 16, samples: 6 };

test('every scene has the bytes that the reference gives, of the sums too', () => {
  for (const scene of [0, 1, 2, 3])
    expect(kernelRender({ ...TILE, scene })).toEqual(render({ ...TILE, scene }));
});

test('a picture does not depend on how it is cut into tiles', () => {
  const whole = kernelRender(TILE).pixels as Uint8Array;
  const part = { ...TILE, left: 9, top: 5, columns: 3, rows: 2 };
  const cut = [5, 6].flatMap((y) => [...whole.subarray(3 * (24 * y + 9), 3 * (24 * y + 12))]);
  expect([...(kernelRender(part).pixels as Uint8Array)]).toEqual(cut);
});

test('tiles that do not lie in the picture, and too many samples, are refused', () => {
  expect(() => kernelRender({ ...TILE, columns: 25 })).toThrow('does not lie in the picture');
  expect(() => kernelRender({ ...TILE, left: -1 })).toThrow('does not lie in the picture');
  expect(() => kernelRender({ ...TILE, width: 5000 })).toThrow('1 to 4096');
  expect(() => kernelRender({ ...TILE, samples: 2 ** 30 })).toThrow('too many');
  expect(() => kernelRender({ ...TILE, scene: 4 })).toThrow('scenes 0 to 3');
});

test('the small job has the light that theory says', { timeout: 60_000 }, async () => {
  const rows = open.items.map((item) => open.compute(item));
  expect(await example.check(rows, 'small')).toHaveLength(4);
  const { bytes } = await example.picture(rows, 'small');
  expect(Buffer.from(bytes.subarray(1, 4)).toString()).toBe('PNG');
  const darker = rows.map((row) => ({ ...row, mean: (row.mean as Float64Array).map((v) => 0.95 * v) }));
  await expect(example.check(darker, 'small')).rejects.toThrow('gives back its colour');
});
