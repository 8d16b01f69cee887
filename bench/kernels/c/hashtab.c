/* Counting random keys in an open-addressed table of 65,536 places. */
#include "kernel.h"
enum { PLACES = 65536 };
static u32 keys[PLACES], counts[PLACES];

static u32 *count_of(u32 key) {
  u32 at = (key * 2654435761u) >> 16;
  while (keys[at] != 0 && keys[at] != key) at = (at + 1) % PLACES;
  keys[at] = key;
  return &counts[at];
}

KERNEL u32 run(u32 n) {
  u32 seed = 23, sum = 0;
  for (u32 i = 0; i < PLACES; i++) keys[i] = counts[i] = 0;
  for (u32 i = 0; i < 1000 * n; i++) {
    u32 key = (next_random(&seed) >> 17) + 1;
    sum += ++*count_of(key);
  }
  return sum;
}
