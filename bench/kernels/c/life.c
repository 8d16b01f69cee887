/* Conway's game of life on a torus of 128 × 128. */
#include "kernel.h"
enum { SIDE = 128 };
static u8 now[SIDE][SIDE], then[SIDE][SIDE];

KERNEL u32 run(u32 n) {
  u32 seed = 3, alive = 0;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) now[y][x] = next_random(&seed) >> 31;
  for (u32 round = 0; round < n; round++) {
    for (int y = 0; y < SIDE; y++) {
      const u8 *above = now[(y + SIDE - 1) % SIDE], *here = now[y], *below = now[(y + 1) % SIDE];
      for (int x = 0; x < SIDE; x++) {
        int left = (x + SIDE - 1) % SIDE, right = (x + 1) % SIDE;
        int around = above[left] + above[x] + above[right] + here[left] + here[right] + below[left] + below[x] + below[right];
        then[y][x] = around == 3 || (around == 2 && here[x]);
      }
    }
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++) now[y][x] = then[y][x];
  }
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) alive += now[y][x];
  return alive;
}
