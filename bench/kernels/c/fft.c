/* Radix-2 fast Fourier transform of 1,024 complex doubles, there and back; twiddles by recurrence, so that no libm is needed. */
#include "kernel.h"
enum { SIZE = 1024, BITS = 10 };
static double real[SIZE], imaginary[SIZE], cosines[SIZE / 2], sines[SIZE / 2];

static void make_twiddles(void) {
  /* cos and sin of 2π/1024; the rest by rotation. */
  const double c = 0.9999811752826011, s = 0.006135884649154475;
  cosines[0] = 1;
  sines[0] = 0;
  for (int i = 1; i < SIZE / 2; i++) {
    cosines[i] = cosines[i - 1] * c - sines[i - 1] * s;
    sines[i] = sines[i - 1] * c + cosines[i - 1] * s;
  }
}

static void reverse_bits(void) {
  for (u32 i = 0, j = 0; i < SIZE; i++) {
    if (i < j) {
      double r = real[i], m = imaginary[i];
      real[i] = real[j];
      imaginary[i] = imaginary[j];
      real[j] = r;
      imaginary[j] = m;
    }
    u32 bit = SIZE >> 1;
    while (j & bit) {
      j ^= bit;
      bit >>= 1;
    }
    j |= bit;
  }
}

static void transform(double direction) {
  reverse_bits();
  for (int half = 1; half < SIZE; half <<= 1) {
    int stride = SIZE / 2 / half;
    for (int start = 0; start < SIZE; start += 2 * half)
      for (int k = 0; k < half; k++) {
        int top = start + k, bottom = top + half;
        double c = cosines[k * stride], s = direction * sines[k * stride];
        double r = real[bottom] * c - imaginary[bottom] * s;
        double m = real[bottom] * s + imaginary[bottom] * c;
        real[bottom] = real[top] - r;
        imaginary[bottom] = imaginary[top] - m;
        real[top] += r;
        imaginary[top] += m;
      }
  }
}

KERNEL u32 run(u32 n) {
  u32 seed = 7, sum = 0;
  make_twiddles();
  for (int i = 0; i < SIZE; i++) {
    real[i] = unit_random(&seed) - 0.5;
    imaginary[i] = 0;
  }
  for (u32 round = 0; round < n; round++) {
    transform(-1);
    sum ^= bits_of(real[round % SIZE]);
    transform(1);
    for (int i = 0; i < SIZE; i++) {
      real[i] *= 1.0 / SIZE;
      imaginary[i] *= 1.0 / SIZE;
    }
  }
  return sum ^ bits_of(real[3]);
}
