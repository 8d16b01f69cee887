/* What every kernel here shares: one function `run(n)` that does n rounds of work and returns a checksum of it. */
#ifndef KERNEL_H
#define KERNEL_H
typedef unsigned char u8;
typedef signed char i8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef int i32;
typedef unsigned long long u64;
typedef long long i64;

#ifdef __wasm__
#define KERNEL __attribute__((export_name("run")))
#else
#define KERNEL
#endif

/* The bits of a double, folded: equal only where every computed bit is. */
static inline u32 bits_of(double value) {
  union { double number; u64 bits; } both = { value };
  return (u32)(both.bits ^ (both.bits >> 32));
}

/* Marsaglia's xorshift32: the same stream everywhere, never 0. */
static inline u32 next_random(u32 *state) {
  u32 x = *state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return *state = x;
}

static inline double unit_random(u32 *state) { return next_random(state) * (1.0 / 4294967296.0); }

#ifdef __wasm__
/* Clang calls these for large copies; there is no libc. */
void *memset(void *to, int value, unsigned long count) {
  u8 *bytes = to;
  while (count--) *bytes++ = (u8)value;
  return to;
}
void *memcpy(void *restrict to, const void *restrict from, unsigned long count) {
  u8 *out = to;
  const u8 *in = from;
  while (count--) *out++ = *in++;
  return to;
}
#endif
#endif
