/** Radix-2 fast Fourier transform of 1,024 complex doubles, there and back. */
export function fft(rounds: i32): f64 {
  const size = 1024;
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  for (let i = 0; i < size / 2; i++) {
    cosines[i] = Math.cos((2 * Math.PI * i) / size);
    sines[i] = Math.sin((2 * Math.PI * i) / size);
  }
  for (let i = 0; i < size; i++) real[i] = <f64>((i * 37) % 101) - 50;
  let sum = 0.0;
  for (let round = 0; round < rounds; round++) {
    transform(real, imaginary, cosines, sines, -1);
    sum += real[round % size];
    transform(real, imaginary, cosines, sines, 1);
    for (let i = 0; i < size; i++) {
      real[i] /= size;
      imaginary[i] /= size;
    }
  }
  return sum;
}

function transform(
  real: Float64Array,
  imaginary: Float64Array,
  cosines: Float64Array,
  sines: Float64Array,
  direction: f64,
): void {
  const size = real.length;
  for (let i = 0, j = 0; i < size; i++) {
    if (i < j) {
      const r = real[i];
      const m = imaginary[i];
      real[i] = real[j];
      imaginary[i] = imaginary[j];
      real[j] = r;
      imaginary[j] = m;
    }
    let bit = size >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j |= bit;
  }
  for (let half = 1; half < size; half <<= 1) {
    const stride = size / 2 / half;
    for (let start = 0; start < size; start += 2 * half)
      for (let k = 0; k < half; k++) {
        const top = start + k;
        const bottom = top + half;
        const c = cosines[k * stride];
        const s = direction * sines[k * stride];
        const r = real[bottom] * c - imaginary[bottom] * s;
        const m = real[bottom] * s + imaginary[bottom] * c;
        real[bottom] = real[top] - r;
        imaginary[bottom] = imaginary[top] - m;
        real[top] += r;
        imaginary[top] += m;
      }
  }
}
