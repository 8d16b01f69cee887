/* Fibonacci numbers by the definition: nothing but calls. */
#include "kernel.h"
static __attribute__((noinline)) u32 fibonacci(u32 n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

KERNEL u32 run(u32 n) {
  u32 sum = 0;
  for (u32 round = 0; round < n; round++) sum += fibonacci(20 + (round & 3));
  return sum;
}
