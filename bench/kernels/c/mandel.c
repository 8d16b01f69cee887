/* Iterations until points of the complex plane leave the disc of radius 2. */
#include "kernel.h"
KERNEL u32 run(u32 n) {
  u32 sum = 0;
  for (u32 y = 0; y < n; y++)
    for (u32 x = 0; x < 64; x++) {
      double cr = -2 + 3.0 * x / 64, ci = -1.2 + 2.4 * (y % 64) / 64;
      double zr = 0, zi = 0;
      u32 i = 0;
      while (i < 200) {
        double r2 = zr * zr, i2 = zi * zi;
        if (r2 + i2 > 4) break;
        zi = 2 * zr * zi + ci;
        zr = r2 - i2 + cr;
        i++;
      }
      sum = sum * 33 + i;
    }
  return sum;
}
