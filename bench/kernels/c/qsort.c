/* Quicksort of 4,096 random numbers, recursive. */
#include "kernel.h"
enum { COUNT = 4096 };
static u32 numbers[COUNT];

static void sort(i32 low, i32 high) {
  if (low >= high) return;
  u32 pivot = numbers[(low + high) / 2];
  i32 i = low, j = high;
  while (i <= j) {
    while (numbers[i] < pivot) i++;
    while (numbers[j] > pivot) j--;
    if (i <= j) {
      u32 kept = numbers[i];
      numbers[i++] = numbers[j];
      numbers[j--] = kept;
    }
  }
  sort(low, j);
  sort(i, high);
}

KERNEL u32 run(u32 n) {
  u32 seed = 17, sum = 0;
  for (u32 round = 0; round < n; round++) {
    for (int i = 0; i < COUNT; i++) numbers[i] = next_random(&seed);
    sort(0, COUNT - 1);
    sum = sum * 31 + numbers[round % COUNT];
  }
  return sum;
}
