/* Heat on a plate: Jacobi steps of the five-point stencil on 128 × 128 doubles. */
#include "kernel.h"
enum { SIDE = 128 };
static double now[SIDE][SIDE], then[SIDE][SIDE];

static void step(double from[SIDE][SIDE], double to[SIDE][SIDE]) {
  for (int y = 1; y < SIDE - 1; y++)
    for (int x = 1; x < SIDE - 1; x++)
      to[y][x] = 0.25 * (from[y - 1][x] + from[y + 1][x] + from[y][x - 1] + from[y][x + 1]);
}

KERNEL u32 run(u32 n) {
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) now[y][x] = then[y][x] = y == 0 ? 100 : 0;
  for (u32 round = 0; round < n; round++) {
    step(now, then);
    step(then, now);
  }
  return bits_of(now[SIDE / 2][SIDE / 2]) ^ bits_of(now[1][1]);
}
