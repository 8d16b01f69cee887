/** Small kernels for the tests of the whole, with the same answers in TypeScript. */

/** Pseudo-random walks: about 20 µs an item, three outputs; every 50th seed traps after all its work. */
export const WALK = `
export class Walk { farthest: i32; last: i64; mean: f64 }
/** Walks on a line. */
export function walk(seed: u32, steps: i32): Walk {
  let state: u32 = seed ^ 0x9e3779b9;
  let at: i32 = 0, farthest: i32 = 0;
  let sum: f64 = 0;
  for (let i = 0; i < steps; i++) {
    state ^= state << 13; state ^= state >> 17; state ^= state << 5;
    at += (state & 1) == 1 ? 1 : -1;
    if (at > farthest) farthest = at;
    sum += <f64>at;
  }
  if (seed % 50 == 49) unreachable();
  return { farthest, last: <i64>at, mean: sum / <f64>steps };
}
`;

export const STEPS = 20_000;
export const traps = (seed: number): boolean => seed % 50 === 49;

/** What {@link WALK} gives, or null where it traps. */
export function walk(seed: number, steps = STEPS): { farthest: number; last: bigint; mean: number } | null {
  if (traps(seed)) return null;
  let state = (seed ^ 0x9e3779b9) >>> 0;
  let at = 0;
  let farthest = 0;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    at += (state & 1) === 1 ? 1 : -1;
    if (at > farthest) farthest = at;
    sum += at;
  }
  return { farthest, last: BigInt(at), mean: sum / steps };
}

/** A table of walks. */
export const walks = (count: number, steps = STEPS) =>
  ({ kind: 'rows', rows: Array.from({ length: count }, (_, seed) => ({ seed, steps })) }) as const;
