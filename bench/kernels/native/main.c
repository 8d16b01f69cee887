/* Times a kernel compiled natively: prints its checksum, then the nanoseconds of each run, a line each. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

unsigned run(unsigned rounds);

static long long now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000000000LL + at.tv_nsec;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  unsigned rounds = (unsigned)atoi(words[1]);
  int runs = atoi(words[2]);
  printf("%u\n", run(rounds));
  for (int i = 0; i < runs; i++) {
    long long start = now();
    run(rounds);
    printf("%lld\n", now() - start);
  }
  return 0;
}
