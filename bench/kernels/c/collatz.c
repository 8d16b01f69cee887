/* The longest Collatz path below a limit. */
#include "kernel.h"
KERNEL u32 run(u32 n) {
  u32 longest = 0, sum = 0;
  for (u32 start = 1; start < 1000 * n; start++) {
    u64 value = start;
    u32 steps = 0;
    while (value != 1) {
      value = value & 1 ? 3 * value + 1 : value >> 1;
      steps++;
    }
    if (steps > longest) longest = steps;
    sum += steps;
  }
  return sum ^ longest << 20;
}
