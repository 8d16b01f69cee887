/* Smith–Waterman local alignment of two random DNA strings, linear gaps, one row at a time. */
#include "kernel.h"
enum { LENGTH = 400, MATCH = 2, MISMATCH = -1, GAP = 1 };
static u8 query[LENGTH], subject[LENGTH];
static i32 row[LENGTH + 1];

static i32 larger(i32 a, i32 b) { return a > b ? a : b; }

KERNEL u32 run(u32 n) {
  u32 seed = 5, sum = 0;
  for (u32 round = 0; round < n; round++) {
    for (int i = 0; i < LENGTH; i++) {
      query[i] = next_random(&seed) & 3;
      subject[i] = next_random(&seed) & 3;
    }
    for (int j = 0; j <= LENGTH; j++) row[j] = 0;
    i32 best = 0;
    for (int i = 0; i < LENGTH; i++) {
      i32 diagonal = 0, left = 0;
      u8 letter = query[i];
      for (int j = 1; j <= LENGTH; j++) {
        i32 up = row[j];
        i32 score = diagonal + (subject[j - 1] == letter ? MATCH : MISMATCH);
        score = larger(larger(score, 0), larger(up, left) - GAP);
        diagonal = up;
        row[j] = left = score;
        best = larger(best, score);
      }
    }
    sum = sum * 31 + (u32)best;
  }
  return sum;
}
