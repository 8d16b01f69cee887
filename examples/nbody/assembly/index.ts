/**
 * Three bodies of mass 1 under gravity of strength 1, in a plane, without angular momentum: does their motion repeat?
 *
 * They start in a line, at x = −1, 1 and 0, the outer two with the same velocity and the middle one with −2 times it. Found is the
 * nearest return: how near, and when. Integrated with Dormand and Prince's method of order 5 and steps of its error
 * estimate, two coordinates at a time. Only + − × ÷ and square roots are used, which are the same on every machine. `../reference.ts` says the same in
 * plain TypeScript.
 */

/** Positions x, y of the three bodies, then their velocities. */
const SIZE: i32 = 12;
const BYTES: usize = 96;
const STAGES: i32 = 7;
const FIRST_STEP: f64 = 1e-3;
const LEAST_STEP: f64 = 1e-10;
/** Bounds an item to some seconds. */
const MOST_STEPS: i32 = 200000;
/** No return counts before the bodies were so far away in phase space. */
const AWAY: f64 = 0.5;

/** Weights of the earlier stages, row by row (Dormand & Prince, J. Comp. Appl. Math. 6 (1980) 19). */
const WEIGHTS: StaticArray<f64> = [
  1.0 / 5.0,
  3.0 / 40.0,
  9.0 / 40.0,
  44.0 / 45.0,
  -56.0 / 15.0,
  32.0 / 9.0,
  19372.0 / 6561.0,
  -25360.0 / 2187.0,
  64448.0 / 6561.0,
  -212.0 / 729.0,
  9017.0 / 3168.0,
  -355.0 / 33.0,
  46732.0 / 5247.0,
  49.0 / 176.0,
  -5103.0 / 18656.0,
  35.0 / 384.0,
  0.0,
  500.0 / 1113.0,
  125.0 / 192.0,
  -2187.0 / 6784.0,
  11.0 / 84.0,
];
/** The difference of the solutions of order 5 and 4. */
const ERRORS: StaticArray<f64> = [
  71.0 / 57600.0,
  0.0,
  -71.0 / 16695.0,
  71.0 / 1920.0,
  -17253.0 / 339200.0,
  22.0 / 525.0,
  -1.0 / 40.0,
];

/** How a motion went. */
export class Motion {
  /** Distance in phase space of the nearest return to the start; infinite if they did not turn back. */
  nearest: f64 = Infinity;
  /** When that was. */
  period: f64 = 0;
  /** The largest change of the energy, as a share of it: the error of the integration. */
  energyError: f64 = 0;
  /** When the motion ended: at the time asked for, or in a near collision that could not be resolved. */
  end: f64 = 0;
}

/**
 * Follows three bodies for some time.
 * @param vx x component of the outer bodies' velocity
 * @param vy y component of it
 * @param time how long to follow them
 * @param tolerance error of a step, from 1e-13 to 1e-3
 */
export function orbit(vx: f64, vy: f64, time: f64, tolerance: f64): Motion {
  if (!(time >= 0 && time <= 10000)) throw new Error('the time must be from 0 to 10000');
  if (!(tolerance >= 1e-13 && tolerance <= 1e-3)) throw new Error('the tolerance must be from 1e-13 to 1e-3');
  const bodies = new Bodies(vx, vy);
  const start = copyOf(bodies.state);
  const energy = bodies.energy();
  const motion = new Motion();
  let now: f64 = 0;
  let step = FIRST_STEP;
  let away = false;
  for (let taken = 0; taken < MOST_STEPS && now < time; taken++) {
    step = min(step, time - now);
    const error = bodies.attempt(step) / tolerance;
    if (error <= 1) {
      const before = now;
      now += step;
      away = away || distance2(bodies.next, start) > AWAY * AWAY;
      if (away) approach(motion, bodies.state, bodies.next, start, before, step);
      bodies.accept();
      motion.energyError = max(motion.energyError, Math.abs((bodies.energy() - energy) / energy));
    }
    step *= stretch(error);
    if (!(step >= LEAST_STEP)) break;
  }
  motion.end = now;
  return motion;
}

/** What the next step is longer by. A fourth root instead of a fifth is a little more careful. */
function stretch(error: f64): f64 {
  if (error < 1e-4) return 5;
  return max(0.2, min(5, 0.9 / Math.sqrt(Math.sqrt(error))));
}

function copyOf(from: StaticArray<f64>): StaticArray<f64> {
  const copy = new StaticArray<f64>(SIZE);
  for (let i = 0; i < SIZE; i++) copy[i] = from[i];
  return copy;
}

function distance2(a: StaticArray<f64>, b: StaticArray<f64>): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < SIZE; i++)
    sum += (unchecked(a[i]) - unchecked(b[i])) * (unchecked(a[i]) - unchecked(b[i]));
  return sum;
}

/** Notes the nearest point to the start on the straight line of one step, if the step leads towards the start. */
function approach(
  motion: Motion,
  from: StaticArray<f64>,
  to: StaticArray<f64>,
  start: StaticArray<f64>,
  before: f64,
  step: f64,
): void {
  let along: f64 = 0;
  let length2: f64 = 0;
  for (let i = 0; i < SIZE; i++) {
    const way = unchecked(to[i]) - unchecked(from[i]);
    along += way * (unchecked(start[i]) - unchecked(from[i]));
    length2 += way * way;
  }
  if (along <= 0) return;
  const share = min(1, along / length2);
  let sum: f64 = 0;
  for (let i = 0; i < SIZE; i++) {
    const at = unchecked(from[i]) + share * (unchecked(to[i]) - unchecked(from[i])) - unchecked(start[i]);
    sum += at * at;
  }
  const distance = Math.sqrt(sum);
  if (distance >= motion.nearest) return;
  motion.nearest = distance;
  motion.period = before + share * step;
}

/** The three bodies, and one step that is tried. */
class Bodies {
  state: StaticArray<f64> = new StaticArray<f64>(SIZE);
  /** Where the step that was tried leads. */
  next: StaticArray<f64> = new StaticArray<f64>(SIZE);
  /** Derivatives at each stage. */
  private slopes: StaticArray<f64> = new StaticArray<f64>(STAGES * SIZE);

  constructor(vx: f64, vy: f64) {
    this.state[0] = -1;
    this.state[2] = 1;
    for (let body = 0; body < 3; body++) {
      const share: f64 = body === 2 ? -2 : 1;
      this.state[6 + 2 * body] = share * vx;
      this.state[7 + 2 * body] = share * vy;
    }
    this.slope(this.state, 0);
  }

  /** Tries a step of length `h`; gives its largest error of a coordinate. */
  attempt(h: f64): f64 {
    const step = f64x2.splat(h);
    const from = changetype<usize>(this.state);
    const to = changetype<usize>(this.next);
    let weights = changetype<usize>(WEIGHTS);
    for (let stage = 1; stage < STAGES; stage++) {
      for (let i: usize = 0; i < BYTES; i += 16) {
        const way = f64x2.mul(step, this.weigh(weights, stage, i));
        v128.store(to + i, f64x2.add(v128.load(from + i), way));
      }
      weights += (<usize>stage) << 3;
      this.slope(this.next, stage);
    }
    let largest = f64x2.splat(0);
    for (let i: usize = 0; i < BYTES; i += 16) {
      const error = f64x2.mul(step, this.weigh(changetype<usize>(ERRORS), STAGES, i));
      largest = f64x2.max(largest, f64x2.abs(error));
    }
    return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
  }

  /** Two coordinates' slopes at the first `stages` stages, each times its weight, summed up in their order. */
  @inline
  private weigh(weights: usize, stages: i32, i: usize): v128 {
    let slope = changetype<usize>(this.slopes) + i;
    let sum = f64x2.splat(0);
    for (let k = 0; k < stages; k++) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights + ((<usize>k) << 3)), v128.load(slope)));
      slope += BYTES;
    }
    return sum;
  }

  /** Takes the step. The last stage's slope is the next step's first. */
  accept(): void {
    memory.copy(changetype<usize>(this.state), changetype<usize>(this.next), BYTES);
    const slopes = changetype<usize>(this.slopes);
    memory.copy(slopes, slopes + (STAGES - 1) * BYTES, BYTES);
  }

  energy(): f64 {
    const s = this.state;
    let kinetic: f64 = 0;
    for (let i = 6; i < SIZE; i++) kinetic += 0.5 * s[i] * s[i];
    return kinetic - 1 / this.apart(0, 1) - 1 / this.apart(0, 2) - 1 / this.apart(1, 2);
  }

  private apart(a: i32, b: i32): f64 {
    const x = this.state[2 * b] - this.state[2 * a];
    const y = this.state[2 * b + 1] - this.state[2 * a + 1];
    return Math.sqrt(x * x + y * y);
  }

  private slope(at: StaticArray<f64>, stage: i32): void {
    const out = stage * SIZE;
    for (let i = 0; i < 6; i++) {
      unchecked((this.slopes[out + i] = at[6 + i]));
      unchecked((this.slopes[out + 6 + i] = 0));
    }
    this.attract(at, out, 0, 1);
    this.attract(at, out, 0, 2);
    this.attract(at, out, 1, 2);
  }

  private attract(at: StaticArray<f64>, out: i32, a: i32, b: i32): void {
    const x = unchecked(at[2 * b]) - unchecked(at[2 * a]);
    const y = unchecked(at[2 * b + 1]) - unchecked(at[2 * a + 1]);
    const distance2 = x * x + y * y;
    const strength = 1 / (distance2 * Math.sqrt(distance2));
    const slopes = this.slopes;
    unchecked((slopes[out + 6 + 2 * a] += strength * x));
    unchecked((slopes[out + 7 + 2 * a] += strength * y));
    unchecked((slopes[out + 6 + 2 * b] -= strength * x));
    unchecked((slopes[out + 7 + 2 * b] -= strength * y));
  }
}
