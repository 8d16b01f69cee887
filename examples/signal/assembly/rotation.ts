/** Sine and cosine of the last call of {@link rotate}. */
export let cosine: f64 = 0;
export let sine: f64 = 0;

/** Sets {@link cosine} and {@link sine} of an angle in turns: Taylor's series on an eighth of a turn, error below 10^-13. */
export function rotate(turns: f64): void {
  const rest = turns - floor(turns + 0.5);
  const quarter = floor(rest * 4.0 + 0.5);
  const angle = (rest - quarter * 0.25) * 6.283185307179586;
  const square = angle * angle;
  let c: f64 = 1.0 / 479001600.0;
  c = c * square - 1.0 / 3628800.0;
  c = c * square + 1.0 / 40320.0;
  c = c * square - 1.0 / 720.0;
  c = c * square + 1.0 / 24.0;
  c = c * square - 0.5;
  c = c * square + 1.0;
  let s: f64 = 1.0 / 6227020800.0;
  s = s * square - 1.0 / 39916800.0;
  s = s * square + 1.0 / 362880.0;
  s = s * square - 1.0 / 5040.0;
  s = s * square + 1.0 / 120.0;
  s = s * square - 1.0 / 6.0;
  s = (s * square + 1.0) * angle;
  const turn = <i32>quarter & 3;
  cosine = turn === 0 ? c : turn === 1 ? -s : turn === 2 ? -c : s;
  sine = turn === 0 ? s : turn === 1 ? c : turn === 2 ? -s : -c;
}
