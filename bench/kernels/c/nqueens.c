/* Ways to place eight queens, by bit masks; the search keeps its own stack. */
#include "kernel.h"
enum { QUEENS = 8 };

static u32 count_placements(void) {
  u32 columns[QUEENS + 1] = { 0 }, left[QUEENS + 1] = { 0 }, right[QUEENS + 1] = { 0 }, open[QUEENS + 1];
  const u32 all = (1u << QUEENS) - 1;
  u32 found = 0;
  int row = 0;
  open[0] = all;
  while (row >= 0) {
    if (open[row] == 0) {
      row--;
      continue;
    }
    u32 place = open[row] & -open[row];
    open[row] ^= place;
    if (row == QUEENS - 1) {
      found++;
      continue;
    }
    columns[row + 1] = columns[row] | place;
    left[row + 1] = (left[row] | place) << 1;
    right[row + 1] = (right[row] | place) >> 1;
    row++;
    open[row] = all & ~(columns[row] | left[row] | right[row]);
  }
  return found;
}

KERNEL u32 run(u32 n) {
  u32 sum = 0;
  for (u32 round = 0; round < n; round++) sum += count_placements();
  return sum;
}
