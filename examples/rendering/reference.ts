/**
 * The same answer as the kernel, in plain TypeScript: paths as values instead of one object that is changed. Every sum is
 * added in the kernel's order, so that the last bit agrees.
 */
import { philox } from '@manyhands/examples-common/philox';
import { type Material, type Ray, SCENES, type Scene, type Triple } from './scenes.ts';

export interface TileInput {
  readonly scene: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly samples: number;
}

export interface Tile {
  readonly pixels: Uint8Array;
  readonly mean: Float64Array;
  readonly error: Float64Array;
}

const SURE_BOUNCES = 3;
const MOST_BOUNCES = 64;
const NEAR = 1e-6;
const GLASS_INDEX = 1.5;

type Random = () => number;

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const plus = (a: Triple, b: Triple): Triple => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const times = (a: Triple, b: Triple): Triple => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
const scaled = (factor: number, a: Triple): Triple => [factor * a[0], factor * a[1], factor * a[2]];
const over = (a: Triple, divisor: number): Triple => [a[0] / divisor, a[1] / divisor, a[2] / divisor];
const unit = (a: Triple): Triple => over(a, Math.sqrt(dot(a, a)));

/** The random numbers of one sample of one pixel, each uniform between 0 and 1. */
function randomOf(key0: number, key1: number, sample: number): Random {
  let words: number[] = [];
  let draw = 0;
  return () => {
    if (words.length === 0) {
      const counter = Uint32Array.of(sample, draw++, 0, 0);
      philox(counter, key0, key1);
      words = Array.from(counter);
    }
    return ((words.shift() as number) + 0.5) / 2 ** 32;
  };
}

/** Renders one tile. */
export function render(input: TileInput): Tile {
  const { left, top, columns, rows, samples } = input;
  const scene = SCENES[input.scene];
  const pixels = new Uint8Array(3 * columns * rows);
  let sum: Triple = [0, 0, 0];
  let squares: Triple = [0, 0, 0];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const pixel = renderPixel(scene, input, left + column, top + row);
      pixels.set(
        pixel.sum.map((value) => brightness(value / samples)),
        3 * (row * columns + column),
      );
      sum = plus(sum, pixel.sum);
      squares = plus(squares, pixel.squares);
    }
  const count = samples * columns * rows;
  const mean = Float64Array.from(over(sum, count));
  const variance = mean.map((value, channel) => squares[channel] / count - value * value);
  return { pixels, mean, error: variance.map((value) => (value > 0 ? Math.sqrt(value / count) : 0)) };
}

const brightness = (radiance: number): number =>
  radiance >= 1 ? 255 : Math.floor(255 * Math.sqrt(radiance) + 0.5);

function renderPixel(scene: Scene, input: TileInput, x: number, y: number): { sum: Triple; squares: Triple } {
  let sum: Triple = [0, 0, 0];
  let squares: Triple = [0, 0, 0];
  for (let sample = 0; sample < input.samples; sample++) {
    const random = randomOf((y << 16) | x, input.scene, sample);
    const before = sum;
    for (const light of followed(scene, aim(scene, input, x, y, random), random)) sum = plus(sum, light);
    const light = minus(sum, before);
    squares = plus(squares, times(light, light));
  }
  return { sum, squares };
}

function aim(scene: Scene, { width, height }: TileInput, x: number, y: number, random: Random): Ray {
  const half = 0.5 * height;
  const right = ((x + random() - 0.5 * width) / half) * scene.spread;
  const up = ((half - y - random()) / half) * scene.spread;
  const { sinPitch } = scene;
  const cosPitch = Math.sqrt(1 - sinPitch * sinPitch);
  return {
    from: scene.eye,
    toward: unit([right, up * cosPitch - sinPitch, -(up * sinPitch) - cosPitch]),
  };
}

/** All light that comes along one path, piece by piece. */
function* followed(scene: Scene, first: Ray, random: Random): Generator<Triple> {
  let ray = first;
  let pass: Triple = [1, 1, 1];
  let lampCounts = true;
  for (let bounce = 0; bounce < MOST_BOUNCES; bounce++) {
    const hit = meet(scene, ray);
    if (hit === null) {
      yield scaled(scene.sky, pass);
      return;
    }
    if (hit.material === 'lamp') {
      if (lampCounts) yield scaled(scene.radiance, pass);
      return;
    }
    const at = plus(ray.from, scaled(hit.distance, ray.toward));
    const surface = surfaceAt(scene, hit, at, ray.toward);
    lampCounts = hit.material !== 'diffuse';
    if (hit.material === 'mirror') ray = { from: at, toward: reflected(ray.toward, surface.normal) };
    else if (hit.material === 'glass') ray = { from: at, toward: refracted(ray.toward, surface, random) };
    else {
      pass = times(pass, surface.albedo);
      const toward = plus(surface.normal, unit(drawnInBall(random)));
      const light = fromLamp(scene, at, surface.normal, random);
      if (light !== 0) yield scaled(scene.radiance, times(pass, [light, light, light]));
      ray = { from: at, toward: unit(toward) };
    }
    if (bounce < SURE_BOUNCES) continue;
    const chance = Math.max(...pass);
    if (chance >= 1) continue;
    if (random() >= chance) return;
    pass = over(pass, chance);
  }
}

interface Hit {
  readonly distance: number;
  /** Of the scene's spheres, and after them its walls. */
  readonly number: number;
  readonly material: Material;
}

/** The nearest thing ahead; of two equally far the one with the lower number. */
function meet(scene: Scene, ray: Ray): Hit | null {
  let nearest: Hit | null = null;
  const offer = (distance: number, number: number, material: Material): void => {
    if (distance > NEAR && distance < (nearest?.distance ?? Infinity))
      nearest = { distance, number, material };
  };
  scene.spheres.forEach(({ centre, radius, material }, number) => {
    const to = minus(centre, ray.from);
    const along = dot(to, ray.toward);
    const root2 = along * along - dot(to, to) + radius * radius;
    if (root2 < 0) return;
    const near = along - Math.sqrt(root2);
    offer(near > NEAR ? near : along + Math.sqrt(root2), number, material);
  });
  for (let axis = 0; axis < 3; axis++) {
    const speed = ray.toward[axis];
    const wall = speed > 0 ? 2 * axis + 1 : 2 * axis;
    const at = scene.walls[wall]?.at ?? (speed > 0 ? Infinity : -Infinity);
    if (speed !== 0) offer((at - ray.from[axis]) / speed, scene.spheres.length + wall, 'diffuse');
  }
  return nearest;
}

interface Surface {
  /** Against the ray. */
  readonly normal: Triple;
  /** Whether the ray met it from within a sphere. */
  readonly inside: boolean;
  readonly albedo: Triple;
}

function surfaceAt(scene: Scene, { number }: Hit, at: Triple, toward: Triple): Surface {
  const sphere = scene.spheres[number];
  if (sphere !== undefined) {
    const outward = over(minus(at, sphere.centre), sphere.radius);
    const inside = dot(outward, toward) > 0;
    return { normal: scaled(inside ? -1 : 1, outward), inside, albedo: sphere.albedo };
  }
  const wall = number - scene.spheres.length;
  const normal: [number, number, number] = [0, 0, 0];
  normal[wall >> 1] = wall % 2 === 1 ? -1 : 1;
  const albedo = scene.walls[wall]?.albedo as Triple;
  const odd = wall === 2 && scene.tiled && ((Math.floor(at[0]) + Math.floor(at[2])) & 1) === 1;
  return { normal, inside: false, albedo: scaled(odd ? 0.4 : 1, albedo) };
}

const reflected = (toward: Triple, normal: Triple): Triple =>
  unit(minus(toward, scaled(2 * dot(toward, normal), normal)));

function refracted(toward: Triple, { normal, inside }: Surface, random: Random): Triple {
  const ratio = inside ? GLASS_INDEX : 1 / GLASS_INDEX;
  const cosine = -dot(toward, normal);
  const sine2 = ratio * ratio * (1 - cosine * cosine);
  if (sine2 >= 1) return reflected(toward, normal);
  const beyond = Math.sqrt(1 - sine2);
  const straight = ((GLASS_INDEX - 1) / (GLASS_INDEX + 1)) * ((GLASS_INDEX - 1) / (GLASS_INDEX + 1));
  const away = 1 - (inside ? beyond : cosine);
  const chance = straight + (1 - straight) * (away * away * (away * away) * away);
  if (random() < chance) return reflected(toward, normal);
  return unit(plus(scaled(ratio, toward), scaled(ratio * cosine - beyond, normal)));
}

function drawnInBall(random: Random): Triple {
  for (;;) {
    const point: Triple = [2 * random() - 1, 2 * random() - 1, 2 * random() - 1];
    const length2 = dot(point, point);
    if (length2 <= 1 && length2 >= 1e-12) return point;
  }
}

/** The share of the lamp's radiance that a white surface gives back, estimated with one point of the lamp. */
function fromLamp(scene: Scene, at: Triple, normal: Triple, random: Random): number {
  const number = scene.spheres.findIndex(({ material }) => material === 'lamp');
  if (number === -1) return 0;
  const { centre, radius } = scene.spheres[number];
  const to = minus(centre, at);
  const distance2 = dot(to, to);
  const narrow = 1 - Math.sqrt(1 - (radius * radius) / distance2);
  const cosine = 1 - random() * narrow;
  const toward = turnedAround(over(to, Math.sqrt(distance2)), cosine, random);
  const incline = dot(toward, normal);
  if (incline <= 0 || meet(scene, { from: at, toward })?.number !== number) return 0;
  return 2 * narrow * incline;
}

function turnedAround([x, y, z]: Triple, cosine: number, random: Random): Triple {
  let a: number;
  let b: number;
  let length2: number;
  do {
    a = 2 * random() - 1;
    b = 2 * random() - 1;
    length2 = a * a + b * b;
  } while (length2 > 1 || length2 < 1e-12);
  const sine = Math.sqrt((1 - cosine * cosine) / length2);
  const sign = z >= 0 ? 1 : -1;
  const p = -1 / (sign + z);
  const q = x * y * p;
  const across: Triple = [1 + sign * x * x * p, sign * q, -sign * x];
  const upright: Triple = [q, sign + y * y * p, -y];
  return unit(plus(plus(scaled(a * sine, across), scaled(b * sine, upright)), scaled(cosine, [x, y, z])));
}
