/* Product of two square matrices of doubles, rows times columns with the inner loop along a row. */
#include "kernel.h"
enum { SIZE = 96 };
static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];

KERNEL u32 run(u32 n) {
  u32 seed = 1;
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      a[i][j] = unit_random(&seed);
      b[i][j] = unit_random(&seed);
    }
  double trace = 0;
  for (u32 round = 0; round < n; round++) {
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) c[i][j] = 0;
      for (int k = 0; k < SIZE; k++) {
        double left = a[i][k];
        for (int j = 0; j < SIZE; j++) c[i][j] += left * b[k][j];
      }
    }
    for (int i = 0; i < SIZE; i++) trace += c[i][i];
    a[round % SIZE][0] += 0.5;
  }
  return bits_of(trace);
}
