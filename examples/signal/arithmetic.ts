/** Sine, cosine and logarithm from + − × ÷ alone: what a host's Math gives differs from engine to engine. */

const COSINE = [1 / 479001600, -1 / 3628800, 1 / 40320, -1 / 720, 1 / 24, -0.5, 1];
const SINE = [1 / 6227020800, -1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1];

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient);

/** [cosine, sine] of an angle in turns: Taylor's series on an eighth of a turn, error below 10^-13. */
export function rotate(turns: number): readonly [cosine: number, sine: number] {
  const rest = turns - Math.floor(turns + 0.5);
  const quarter = Math.floor(rest * 4 + 0.5);
  const angle = (rest - quarter * 0.25) * (2 * Math.PI);
  const c = polynomial(COSINE, angle * angle);
  const s = polynomial(SINE, angle * angle) * angle;
  switch (quarter & 3) {
    case 0:
      return [c, s];
    case 1:
      return [-s, c];
    case 2:
      return [-c, -s];
    default:
      return [s, -c];
  }
}

/** Natural logarithm of a number in (0, 1]; error below 10^-14. */
export function logarithm(x: number): number {
  let halvings = 0;
  for (; x < 0.75; x *= 2) halvings++;
  const z = (x - 1) / (x + 1);
  let sum = 0;
  for (let k = 19; k >= 1; k -= 2) sum = sum * z * z + 1 / k;
  return 2 * z * sum - halvings * Math.LN2;
}
