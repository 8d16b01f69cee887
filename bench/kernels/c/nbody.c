/* Five bodies under gravity, leapfrog steps. */
#include "kernel.h"
enum { BODIES = 5 };
static struct body { double x, y, z, vx, vy, vz, mass; } bodies[BODIES];

static void begin(void) {
  u32 seed = 11;
  for (int i = 0; i < BODIES; i++) {
    struct body *b = &bodies[i];
    b->x = 10 * unit_random(&seed);
    b->y = 10 * unit_random(&seed);
    b->z = 10 * unit_random(&seed);
    b->vx = unit_random(&seed) - 0.5;
    b->vy = unit_random(&seed) - 0.5;
    b->vz = unit_random(&seed) - 0.5;
    b->mass = i == 0 ? 40 : unit_random(&seed);
  }
}

static void step(double dt) {
  for (int i = 0; i < BODIES; i++) {
    struct body *a = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      struct body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double square = dx * dx + dy * dy + dz * dz + 0.01;
      double pull = dt / (square * __builtin_sqrt(square));
      a->vx -= dx * b->mass * pull;
      a->vy -= dy * b->mass * pull;
      a->vz -= dz * b->mass * pull;
      b->vx += dx * a->mass * pull;
      b->vy += dy * a->mass * pull;
      b->vz += dz * a->mass * pull;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    bodies[i].x += dt * bodies[i].vx;
    bodies[i].y += dt * bodies[i].vy;
    bodies[i].z += dt * bodies[i].vz;
  }
}

KERNEL u32 run(u32 n) {
  begin();
  for (u32 round = 0; round < 100 * n; round++) step(0.001);
  u32 sum = 0;
  for (int i = 0; i < BODIES; i++) sum = sum * 31 + bits_of(bodies[i].x);
  return sum;
}
