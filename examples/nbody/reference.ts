/** The same answer as `assembly/index.ts`, with vectors as plain arrays; every sum is added in the kernel's order. */

export interface Motion {
  readonly nearest: number;
  readonly period: number;
  readonly energyError: number;
  readonly end: number;
}

/** Positions x, y of the three bodies, then their velocities. */
type State = readonly number[];

const FIRST_STEP = 1e-3;
const LEAST_STEP = 1e-10;
const MOST_STEPS = 200_000;
const AWAY = 0.5;

/** Dormand and Prince's weights: of the earlier stages for each later one, and of the error. */
const WEIGHTS = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];
const ERRORS = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const weighted = (weights: readonly number[], slopes: readonly State[], i: number): number =>
  sum(weights.map((weight, k) => weight * slopes[k][i]));

/** Follows three bodies for some time, with steps whose error is at most `tolerance`. */
export function orbit(vx: number, vy: number, time: number, tolerance: number): Motion {
  const start: State = [-1, 0, 1, 0, 0, 0, vx, vy, vx, vy, -2 * vx, -2 * vy];
  const energy = energyOf(start);
  let state = start;
  let motion = { nearest: Infinity, period: 0, energyError: 0 };
  let slope = slopeOf(state);
  let now = 0;
  let step = FIRST_STEP;
  let away = false;
  for (let taken = 0; taken < MOST_STEPS && now < time; taken++) {
    step = Math.min(step, time - now);
    const { next, slopes } = attempt(state, slope, step);
    const errors = state.map((_, i) => Math.abs(step * weighted(ERRORS, slopes, i)));
    const error = Math.max(0, ...errors) / tolerance;
    if (error <= 1) {
      const before = now;
      now += step;
      away ||= sum(next.map((value, i) => (value - start[i]) * (value - start[i]))) > AWAY * AWAY;
      if (away) {
        const { distance, share } = approach(state, next, start);
        if (distance < motion.nearest)
          motion = { ...motion, nearest: distance, period: before + share * step };
      }
      state = next;
      slope = slopes[6];
      const energyError = Math.abs((energyOf(state) - energy) / energy);
      motion = { ...motion, energyError: Math.max(motion.energyError, energyError) };
    }
    step *= stretch(error);
    if (!(step >= LEAST_STEP)) break;
  }
  return { ...motion, end: now };
}

const stretch = (error: number): number =>
  error < 1e-4 ? 5 : Math.max(0.2, Math.min(5, 0.9 / Math.sqrt(Math.sqrt(error))));

/** One step of length `h` and the slopes at its seven stages. */
function attempt(state: State, first: State, h: number): { next: State; slopes: State[] } {
  const slopes = [first];
  let next = state;
  for (const weights of WEIGHTS) {
    next = state.map((value, i) => value + h * weighted(weights, slopes, i));
    slopes.push(slopeOf(next));
  }
  return { next, slopes };
}

/** The nearest point to `start` on the straight line between two states, and what share of the line lies before it; only if it leads there. */
function approach(from: State, to: State, start: State): { distance: number; share: number } {
  const way = to.map((value, i) => value - from[i]);
  const along = sum(way.map((length, i) => length * (start[i] - from[i])));
  if (along <= 0) return { distance: Infinity, share: 0 };
  const share = Math.min(1, along / sum(way.map((length) => length * length)));
  const rest = way.map((length, i) => from[i] + share * length - start[i]);
  return { distance: Math.sqrt(sum(rest.map((value) => value * value))), share };
}

function energyOf(s: State): number {
  const kinetic = sum(s.slice(6).map((speed) => 0.5 * speed * speed));
  const apart = (a: number, b: number): number => {
    const [x, y] = [s[2 * b] - s[2 * a], s[2 * b + 1] - s[2 * a + 1]];
    return Math.sqrt(x * x + y * y);
  };
  return kinetic - 1 / apart(0, 1) - 1 / apart(0, 2) - 1 / apart(1, 2);
}

/** Velocities, and what each body is accelerated by. */
function slopeOf(s: State): State {
  const pull = [0, 0, 0, 0, 0, 0];
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ]) {
    const [x, y] = [s[2 * b] - s[2 * a], s[2 * b + 1] - s[2 * a + 1]];
    const distance2 = x * x + y * y;
    const strength = 1 / (distance2 * Math.sqrt(distance2));
    pull[2 * a] += strength * x;
    pull[2 * a + 1] += strength * y;
    pull[2 * b] -= strength * x;
    pull[2 * b + 1] -= strength * y;
  }
  return [...s.slice(6), ...pull];
}
