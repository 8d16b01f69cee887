/** A path-traced picture, rendered in tiles by the network, and three scenes whose light is known. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { encodePng } from '@manyhands/examples-common/png';
import type { Tile, TileInput } from './reference.ts';
import { SCENES, type Triple } from './scenes.ts';

interface Plan {
  readonly width: number;
  readonly height: number;
  readonly tile: number;
  /** Paths a pixel. */
  readonly samples: number;
}

const PLANS: Readonly<Record<Size, Plan>> = {
  small: { width: 96, height: 64, tile: 16, samples: 24 },
  full: { width: 288, height: 192, tile: 16, samples: 640 },
};
const FILES = ['index.ts', 'tracer.ts', 'ray.ts', 'scene.ts'];
const COLUMNS = ['scene', 'width', 'height', 'left', 'top', 'columns', 'rows', 'samples'] as const;
/** Chance alone exceeds it once in 15,000 comparisons. */
const LARGEST_PULL = 4;

const steps = (to: number, by: number): number[] => Array.from({ length: to / by }, (_, i) => i * by);

function pictureTiles({ width, height, tile, samples }: Plan): TileInput[] {
  return steps(height, tile).flatMap((top) =>
    steps(width, tile).map((left) => ({
      scene: 0,
      width,
      height,
      left,
      top,
      columns: tile,
      rows: tile,
      samples,
    })),
  );
}

/** Of each scene with known light, a tile in the middle of the picture. */
function knownTiles({ samples }: Plan): TileInput[] {
  const middle = { width: 64, height: 64, left: 28, top: 28, columns: 8, rows: 8, samples: 8 * samples };
  return [1, 2, 3].map((scene) => ({ scene, ...middle }));
}

const itemsOf = (size: Size): TileInput[] => [...pictureTiles(PLANS[size]), ...knownTiles(PLANS[size])];

/**
 * Radiance of the lit floor at (x, 0, z): a lamp wholly above the horizon gives albedo × radiance × (r/d)² × cos θ, the lamp
 * being at distance d and at the angle θ from the vertical; its size does not matter.
 */
function floorRadiance(x: number, z: number): Triple {
  const { spheres, walls, radiance } = SCENES[3];
  const [{ centre, radius }] = spheres;
  const distance2 = (x - centre[0]) ** 2 + centre[1] ** 2 + (z - centre[2]) ** 2;
  const white = radiance * (radius ** 2 / distance2) * (centre[1] / Math.sqrt(distance2));
  const [red, green, blue] = walls[2]?.albedo ?? [0, 0, 0];
  return [white * red, white * green, white * blue];
}

/** Mean of {@link floorRadiance} over the tile: the view from straight above maps the floor without distortion. */
function floorMean({ width, height, left, top, columns, rows }: TileInput): Triple {
  const { eye, spread } = SCENES[3];
  const scale = (eye[1] * spread) / (height / 2);
  const points = steps(rows, 0.25).flatMap((row) =>
    steps(columns, 0.25).map((column) =>
      floorRadiance((left + column + 0.125 - width / 2) * scale, (top + row + 0.125 - height / 2) * scale),
    ),
  );
  return [0, 1, 2].map((channel) => points.reduce((sum, p) => sum + p[channel], 0) / points.length) as never;
}

function compareLight(what: string, tile: Tile, expected: readonly number[]): Finding {
  const text = (values: Iterable<number>): string => Array.from(values, (v) => v.toFixed(5)).join(' ');
  const holds = expected.every(
    (value, channel) => Math.abs(tile.mean[channel] - value) <= LARGEST_PULL * tile.error[channel] + 1e-9,
  );
  return confirm(
    { what, expected: text(expected), found: `${text(tile.mean)} ± ${text(tile.error)}` },
    holds,
  );
}

async function check(rows: readonly Tile[], size: Size): Promise<Finding[]> {
  const known = knownTiles(PLANS[size]);
  const [diffuse, glass, floor] = rows.slice(-known.length);
  const picture = rows.slice(0, -known.length);
  const dark = picture.filter(({ pixels }) => pixels.every((value) => value === 0)).length;
  return [
    compareLight(
      'a diffuse sphere in uniform light gives back its colour',
      diffuse,
      SCENES[1].spheres[0].albedo,
    ),
    compareLight('glass in uniform light is invisible: no light is lost or made', glass, [1, 1, 1]),
    compareLight('a lamp above a floor: the inverse square and cosine laws', floor, floorMean(known[2])),
    confirm({ what: 'tiles without any light', expected: '0', found: `${dark}` }, dark === 0),
  ];
}

async function picture(rows: readonly Tile[], size: Size): ReturnType<Example['picture']> {
  const { width, height } = PLANS[size];
  const rgba = new Uint8Array(width * height * 4).fill(255);
  pictureTiles(PLANS[size]).forEach((input, i) => {
    const { pixels } = rows[i];
    for (let pixel = 0; pixel < input.columns * input.rows; pixel++) {
      const x = input.left + (pixel % input.columns);
      const y = input.top + Math.floor(pixel / input.columns);
      rgba.set(pixels.subarray(3 * pixel, 3 * pixel + 3), 4 * (y * width + x));
    }
  });
  return { name: 'rendering.png', bytes: encodePng(width, height, rgba) };
}

export const example: Example<Tile> = {
  name: 'rendering',
  title: 'A path-traced picture, in tiles',
  kernel: {
    entry: FILES[0],
    files: Object.fromEntries(FILES.map((file) => [file, textBeside(import.meta.url, `assembly/${file}`)])),
  },
  inputs: async (size) =>
    [COLUMNS.join(','), ...itemsOf(size).map((item) => COLUMNS.map((name) => item[name]).join(','))].join(
      '\n',
    ),
  check,
  picture,
};
