/** Product of two square matrices of doubles in ordinary arrays. */
export function matmul(rounds: i32): f64 {
  const size = 64;
  const a = new Float64Array(size * size);
  const b = new Float64Array(size * size);
  const c = new Float64Array(size * size);
  for (let i = 0; i < size * size; i++) {
    a[i] = <f64>((i * 7) % 13);
    b[i] = <f64>((i * 5) % 11);
  }
  let trace = 0.0;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        let sum = 0.0;
        for (let k = 0; k < size; k++) sum += a[i * size + k] * b[k * size + j];
        c[i * size + j] = sum;
      }
    for (let i = 0; i < size; i++) trace += c[i * size + i];
    a[round % size] += 0.5;
  }
  return trace;
}
