/* The largest singular value of an infinite matrix, cut at 64 × 64, by power iteration. */
#include "kernel.h"
enum { SIZE = 64 };
static double u[SIZE], v[SIZE], between[SIZE];

static inline double entry(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(const double *in, double *out) {
  for (int i = 0; i < SIZE; i++) {
    double sum = 0;
    for (int j = 0; j < SIZE; j++) sum += entry(i, j) * in[j];
    out[i] = sum;
  }
}

static void times_transposed(const double *in, double *out) {
  for (int i = 0; i < SIZE; i++) {
    double sum = 0;
    for (int j = 0; j < SIZE; j++) sum += entry(j, i) * in[j];
    out[i] = sum;
  }
}

KERNEL u32 run(u32 n) {
  for (int i = 0; i < SIZE; i++) u[i] = 1;
  for (u32 round = 0; round < n; round++) {
    times(u, between);
    times_transposed(between, v);
    times(v, between);
    times_transposed(between, u);
  }
  double uv = 0, vv = 0;
  for (int i = 0; i < SIZE; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return bits_of(__builtin_sqrt(uv / vv));
}
