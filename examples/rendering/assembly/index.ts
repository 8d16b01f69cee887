/**
 * A path tracer: spheres of diffuse, mirror or glass in a box of diffuse walls, lit by a lamp that is a sphere.
 *
 * Only + − × ÷, square roots and comparisons are used, which are the same on every machine: directions come from points that
 * are drawn until they lie in a ball or a disc, never from a sine. Random numbers are Philox's, keyed by the pixel and
 * counted by sample and draw, so that a picture does not depend on how it is cut into tiles. Nothing is allocated per ray.
 * `../reference.ts` says the same in plain TypeScript.
 */
import { sceneOf } from './scene';
import { Tracer } from './tracer';

/** Bounds an item to some seconds. */
const MOST_SAMPLES: i64 = 1 << 24;
const LARGEST_PICTURE: i32 = 4096;

/** One tile of a picture. */
export class Tile {
  /** Red, green and blue of each pixel, row after row; 255 × √radiance, rounded, at most 255. */
  pixels: Uint8Array = new Uint8Array(0);
  /** Mean radiance over the tile: red, green, blue. */
  mean: Float64Array = new Float64Array(3);
  /** The standard error of each. */
  error: Float64Array = new Float64Array(3);
}

/**
 * Renders one tile.
 * @param scene 0: a room; 1: a diffuse sphere in uniform light; 2: a sphere of glass in it; 3: a lamp above a floor
 * @param width of the whole picture in pixels
 * @param height of the whole picture in pixels
 * @param left the tile's first column
 * @param top the tile's first row
 * @param columns the tile's width
 * @param rows the tile's height
 * @param samples paths a pixel
 */
export function render(
  scene: u8,
  width: i32,
  height: i32,
  left: i32,
  top: i32,
  columns: i32,
  rows: i32,
  samples: i32,
): Tile {
  if (width < 1 || height < 1 || width > LARGEST_PICTURE || height > LARGEST_PICTURE)
    throw new Error('a picture is 1 to 4096 pixels wide and high');
  if (left < 0 || top < 0 || columns < 1 || rows < 1 || columns > width - left || rows > height - top)
    throw new Error('the tile does not lie in the picture');
  if (samples < 1 || <i64>samples > MOST_SAMPLES / columns / rows)
    throw new Error('the samples are none or too many');
  const tracer = new Tracer(sceneOf(scene), width, height);
  const tile = new Tile();
  tile.pixels = new Uint8Array(3 * columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      tracer.pixel(left + column, top + row, samples);
      const at = 3 * (row * columns + column);
      tile.pixels[at] = brightness(tracer.red / <f64>samples);
      tile.pixels[at + 1] = brightness(tracer.green / <f64>samples);
      tile.pixels[at + 2] = brightness(tracer.blue / <f64>samples);
      add(tile.mean, tracer.red, tracer.green, tracer.blue);
      add(tile.error, tracer.red2, tracer.green2, tracer.blue2);
    }
  finish(tile, <f64>samples * <f64>columns * <f64>rows);
  return tile;
}

function add(sums: Float64Array, red: f64, green: f64, blue: f64): void {
  sums[0] += red;
  sums[1] += green;
  sums[2] += blue;
}

/** Sums and sums of squares become means and standard errors. */
function finish(tile: Tile, count: f64): void {
  for (let channel = 0; channel < 3; channel++) {
    const mean = tile.mean[channel] / count;
    const variance = tile.error[channel] / count - mean * mean;
    tile.mean[channel] = mean;
    tile.error[channel] = variance > 0 ? Math.sqrt(variance / count) : 0;
  }
}

function brightness(radiance: f64): u8 {
  return radiance >= 1 ? 255 : <u8>(255 * Math.sqrt(radiance) + 0.5);
}
