/** The same answer as the kernel in `assembly/`, to the last bit: only + − × ÷ on doubles, in the same order. */
import { multiplyHigh, philox } from '@manyhands/examples-common/philox';
import { ALPHA, NANOBARN, SIN2_THETA, Z_MASS, Z_WIDTH } from './theory.ts';

export const BINS = 40;
const KEY = 0x5a626f73;

export interface Sample {
  readonly sumWeights: number;
  readonly sumSquares: number;
  readonly forward: number;
  readonly backward: number;
  readonly histogram: Uint32Array;
}

/** Simulates `events` collisions at an energy in GeV with the random numbers of a stream. */
export function collide(energy: number, events: number, stream: number): Sample {
  const { same, opposite } = channels(energy * energy);
  const largest = 8 * Math.max(same, opposite);
  const histogram = new Uint32Array(BINS);
  let sumWeights = 0;
  let sumSquares = 0;
  let forward = 0;
  let accepted = 0;
  for (const [angle, chance] of draws(events, stream)) {
    const cosine = (angle + 0.5) / 2 ** 31 - 1;
    const weight = 2 * (same * (1 + cosine) * (1 + cosine) + opposite * (1 - cosine) * (1 - cosine));
    sumWeights += weight;
    sumSquares += weight * weight;
    if (((chance + 0.5) / 2 ** 32) * largest >= weight) continue;
    accepted++;
    if (cosine > 0) forward++;
    histogram[multiplyHigh(angle, BINS)]++;
  }
  return { sumWeights, sumSquares, forward, backward: accepted - forward, histogram };
}

/** Two random words an event; each counter gives four. */
function* draws(events: number, stream: number): Generator<[angle: number, chance: number]> {
  const words = new Uint32Array(4);
  for (let event = 0; event < events; event++) {
    if (event % 2 === 0) {
      words.set([event / 2, 0, 0, 0]);
      philox(words, stream, KEY);
    }
    const at = (event % 2) * 2;
    yield [words[at], words[at + 1]];
  }
}

function channels(s: number): { same: number; opposite: number } {
  const scale = (NANOBARN * Math.PI * ALPHA * ALPHA) / (8 * s);
  const left = SIN2_THETA - 0.5;
  const right = SIN2_THETA;
  return {
    same: scale * (squared(s, left * left) + squared(s, right * right)),
    opposite: scale * 2 * squared(s, left * right),
  };
}

function squared(s: number, couplings: number): number {
  const strength = couplings / (SIN2_THETA * (1 - SIN2_THETA));
  const off = s - Z_MASS * Z_MASS;
  const width = Z_MASS * Z_WIDTH;
  const norm = off * off + width * width;
  const real = 1 + (strength * s * off) / norm;
  const imaginary = (strength * s * width) / norm;
  return real * real + imaginary * imaginary;
}
