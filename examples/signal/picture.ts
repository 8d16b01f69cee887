/** The first unit's powers over frequency and time, and what was found in it. */
import { encodePng } from '@manyhands/examples-common/png';
import type { Detection } from './detections.ts';
import { GAUSSIAN_LENGTH, RATE, SAMPLES, waterfall } from './reference.ts';

/** Two bins share a column, and each spectrum has three rows. */
const WIDTH = GAUSSIAN_LENGTH / 2;
const ROWS = 3;
const HEIGHT = (SAMPLES / GAUSSIAN_LENGTH) * ROWS;
const SECONDS = SAMPLES / RATE;
/** Powers are shown in so many greys: few, so that the file stays small. */
const GREYS = 8;
const BRIGHTEST = 12;

type Color = readonly [red: number, green: number, blue: number];
const COLORS: Readonly<Record<Detection['kind'], Color>> = {
  carrier: [80, 220, 100],
  gaussian: [255, 200, 40],
  pulse: [80, 190, 255],
};

class Canvas {
  readonly rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);

  set(x: number, y: number, color: Color): void {
    if (x < 0 || x >= WIDTH || y < 0 || y >= HEIGHT) return;
    this.rgba.set(color, (Math.floor(y) * WIDTH + Math.floor(x)) * 4);
  }
}

/** PNG with frequency to the right, 9.8 kHz wide, and time downwards, 13.4 s. */
export function drawWaterfall(recording: Uint8Array, found: readonly Detection[]): Uint8Array {
  const canvas = new Canvas();
  waterfall(recording, 0).forEach((spectrum, row) => {
    for (let x = 0; x < WIDTH; x++) {
      const bin = (2 * x + GAUSSIAN_LENGTH / 2) % GAUSSIAN_LENGTH;
      const power = Math.max(spectrum[bin], spectrum[bin + 1]);
      const level = Math.min(GREYS - 1, Math.floor((power / BRIGHTEST) * GREYS));
      const grey = Math.round((level / (GREYS - 1)) * 255);
      for (let y = 0; y < ROWS; y++) canvas.set(x, row * ROWS + y, [grey, grey, grey]);
    }
  });
  for (const detection of found) mark(canvas, detection);
  return encodePng(WIDTH, HEIGHT, canvas.rgba);
}

/** Where a detection's frequency is at a time. */
const columnAt = ({ frequency, drift, time }: Detection, t: number): number =>
  ((frequency + drift * (t - time)) / RATE + 0.5) * WIDTH;

/** Dotted lines on both sides of a carrier's and a pulse's track; a box around a Gaussian. */
function mark(canvas: Canvas, detection: Detection): void {
  const { kind, time, span } = detection;
  const [from, to] = kind === 'gaussian' ? [time - span / 2, time + span / 2] : [0, SECONDS];
  for (let y = 0; y < HEIGHT; y++) {
    const t = ((y + 0.5) / HEIGHT) * SECONDS;
    if (t < from || t > to || (kind !== 'gaussian' && y % 6 > 1)) continue;
    const x = columnAt(detection, t);
    canvas.set(x - 6, y, COLORS[kind]);
    canvas.set(x + 6, y, COLORS[kind]);
  }
  if (kind !== 'gaussian') return;
  for (const t of [from, to])
    for (let x = -6; x <= 6; x++)
      canvas.set(columnAt(detection, t) + x, (t / SECONDS) * HEIGHT, COLORS[kind]);
}
