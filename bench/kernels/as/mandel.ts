/** Iterations until points of the complex plane leave the disc of radius 2. */
export function mandel(rounds: i32): u32 {
  let sum: u32 = 0;
  for (let y = 0; y < rounds; y++)
    for (let x = 0; x < 64; x++) {
      const cr = -2 + (3.0 * x) / 64;
      const ci = -1.2 + (2.4 * (y % 64)) / 64;
      let zr = 0.0;
      let zi = 0.0;
      let i: u32 = 0;
      for (; i < 200; i++) {
        const r2 = zr * zr;
        const i2 = zi * zi;
        if (r2 + i2 > 4) break;
        zi = 2 * zr * zi + ci;
        zr = r2 - i2 + cr;
      }
      sum = sum * 33 + i;
    }
  return sum;
}
