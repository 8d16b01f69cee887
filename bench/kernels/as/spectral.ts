/** Power iteration on an infinite matrix, cut at 64 × 64. */
export function spectral(rounds: i32): f64 {
  const u = new Float64Array(64).fill(1);
  const v = new Float64Array(64);
  const between = new Float64Array(64);
  for (let round = 0; round < rounds; round++) {
    times(u, between);
    timesTransposed(between, v);
    times(v, between);
    timesTransposed(between, u);
  }
  let uv = 0.0;
  let vv = 0.0;
  for (let i = 0; i < u.length; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Math.sqrt(uv / vv);
}

function entry(i: i32, j: i32): f64 {
  return 1.0 / <f64>(((i + j) * (i + j + 1)) / 2 + i + 1);
}

function times(input: Float64Array, output: Float64Array): void {
  for (let i = 0; i < output.length; i++) {
    let sum = 0.0;
    for (let j = 0; j < input.length; j++) sum += entry(i, j) * input[j];
    output[i] = sum;
  }
}

function timesTransposed(input: Float64Array, output: Float64Array): void {
  for (let i = 0; i < output.length; i++) {
    let sum = 0.0;
    for (let j = 0; j < input.length; j++) sum += entry(j, i) * input[j];
    output[i] = sum;
  }
}
