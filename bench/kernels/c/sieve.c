/* The sieve of Eratosthenes over a byte for each number. */
#include "kernel.h"
enum { LIMIT = 65536 };
static u8 composite[LIMIT];

KERNEL u32 run(u32 n) {
  u32 count = 0;
  for (u32 round = 0; round < n; round++) {
    for (u32 i = 0; i < LIMIT; i++) composite[i] = 0;
    for (u32 p = 2; p * p < LIMIT; p++)
      if (!composite[p])
        for (u32 multiple = p * p; multiple < LIMIT; multiple += p) composite[multiple] = 1;
    for (u32 i = 2; i < LIMIT; i++) count += !composite[i];
  }
  return count;
}
