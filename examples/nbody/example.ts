/** A search for periodic orbits of three bodies, as the network runs it. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { encodePng } from '@manyhands/examples-common/png';
import { ORBITS } from './published.ts';
import type { Motion } from './reference.ts';

/** A map of starts: velocities (vx, vy) from 0 to `WIDTH` and `HEIGHT`, one item a pixel; and the published orbits. */
interface Plan {
  readonly columns: number;
  readonly rows: number;
  readonly time: number;
}

const PLANS: Readonly<Record<Size, Plan>> = {
  small: { columns: 24, rows: 24, time: 7 },
  full: { columns: 128, rows: 128, time: 16 },
};
const [WIDTH, HEIGHT] = [0.6, 0.6];
const MAP_TOLERANCE = 1e-8;
const ORBIT_TOLERANCE = 1e-11;
/** How near an orbit comes to its start when its velocity is given with six digits. */
const RETURN = 3e-4;
/** How well periods with six digits agree. */
const PERIOD_TOLERANCE = 0.002;
/** Steps of an error of 1e-11 keep the energy to this share. */
const ENERGY_TOLERANCE = 1e-8;
/** A motion of the map is believed where the energy changed by no more. */
const MAP_ENERGY = 1e-3;

const orbitItems = (): string[] =>
  ORBITS.map(({ vx, vy, period }) => `${vx},${vy},${(1.02 * period).toFixed(4)},${ORBIT_TOLERANCE}`);

/** Row after row from the top, where vy is largest. */
function mapItems({ columns, rows, time }: Plan): string[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    const vx = ((i % columns) + 0.5) * (WIDTH / columns);
    const vy = HEIGHT - (Math.floor(i / columns) + 0.5) * (HEIGHT / rows);
    return `${vx.toFixed(6)},${vy.toFixed(6)},${time},${MAP_TOLERANCE}`;
  });
}

function orbitFinding(row: Motion, i: number): Finding {
  const { nearest, period, energyError } = row;
  const { name, period: published } = ORBITS[i];
  return confirm(
    {
      what: `${name} returns to its start, with its energy`,
      expected: `to ${RETURN} after ${published}`,
      found: `to ${nearest.toPrecision(2)} after ${period.toFixed(4)}, energy to ${energyError.toPrecision(1)}`,
    },
    nearest < RETURN && Math.abs(period - published) < PERIOD_TOLERANCE && energyError < ENERGY_TOLERANCE,
  );
}

/** Where a motion was followed to the end without losing its energy, it is sound; near collisions, which a step of fixed error loses, excuse some. */
function mapFinding(rows: readonly Motion[], { time }: Plan): Finding {
  const sound = rows.filter(({ end, energyError }) => end > 0.999 * time && energyError < MAP_ENERGY);
  const share = sound.length / rows.length;
  const found = `${(100 * share).toFixed(1)} %`;
  return confirm(
    { what: 'motions of the map that keep their energy', expected: '≥ 90 %', found },
    share >= 0.9,
  );
}

async function check(rows: readonly Motion[], size: Size): Promise<Finding[]> {
  return [
    ...rows.slice(0, ORBITS.length).map(orbitFinding),
    mapFinding(rows.slice(ORBITS.length), PLANS[size]),
  ];
}

/** From what does not return (dark) to what does to a hundredth (bright). */
function colourOf({ nearest, energyError }: Motion): readonly [number, number, number, number] {
  if (!(energyError < MAP_ENERGY)) return [60, 60, 60, 255];
  const depth = Math.max(0, Math.min(1, -Math.log10(Math.min(nearest, 3) / 3) / 2.5));
  return [255 * depth ** 0.8, 255 * depth ** 1.6, 60 + 140 * Math.sin(Math.PI * depth) * (1 - depth), 255];
}

/** Each pixel of the map twice as wide and high, with a white frame around each published orbit. */
async function picture(rows: readonly Motion[], size: Size): ReturnType<Example['picture']> {
  const { columns, rows: lines } = PLANS[size];
  const [width, height] = [2 * columns, 2 * lines];
  const rgba = new Uint8Array(4 * width * height);
  const paint = (x: number, y: number, colour: readonly number[]): void => {
    if (x >= 0 && y >= 0 && x < width && y < height) rgba.set(colour, 4 * (y * width + x));
  };
  const map = rows.slice(ORBITS.length).map(colourOf);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) paint(x, y, map[(y >> 1) * columns + (x >> 1)]);
  for (const { vx, vy } of ORBITS) {
    const [x, y] = [Math.floor((vx / WIDTH) * width), Math.floor((1 - vy / HEIGHT) * height)];
    for (let i = -4; i <= 4; i++)
      for (const [px, py] of [
        [x + i, y - 4],
        [x + i, y + 4],
        [x - 4, y + i],
        [x + 4, y + i],
      ])
        paint(px, py, [255, 255, 255, 255]);
  }
  return { name: 'nbody.png', bytes: encodePng(width, height, rgba) };
}

export const example: Example<Motion> = {
  name: 'nbody',
  title: 'Periodic orbits of three bodies',
  kernel: textBeside(import.meta.url, 'assembly/index.ts'),
  inputs: async (size) => `vx,vy,time,tolerance\n${[...orbitItems(), ...mapItems(PLANS[size])].join('\n')}\n`,
  check,
  picture,
};
