class Body {
  constructor(
    public x: f64,
    public y: f64,
    public z: f64,
    public vx: f64,
    public vy: f64,
    public vz: f64,
    public mass: f64,
  ) {}
}

/** Five bodies under gravity, as objects in an array. */
export function nbody(rounds: i32): f64 {
  const bodies: Body[] = [];
  for (let i = 0; i < 5; i++) {
    const t = <f64>i;
    bodies.push(new Body(3 * t, t * t - 2, 1 - t, 0.1 * t, 0.2 - 0.1 * t, 0.05 * t, i === 0 ? 40 : 0.1 * t));
  }
  for (let round = 0; round < 100 * rounds; round++) step(bodies, 0.001);
  return bodies[0].x + bodies[1].y + bodies[2].z;
}

function step(bodies: Array<Body>, dt: f64): void {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const square = dx * dx + dy * dy + dz * dz + 0.01;
      const pull = dt / (square * Math.sqrt(square));
      a.vx -= dx * b.mass * pull;
      a.vy -= dy * b.mass * pull;
      a.vz -= dz * b.mass * pull;
      b.vx += dx * a.mass * pull;
      b.vy += dy * a.mass * pull;
      b.vz += dz * a.mass * pull;
    }
  }
  for (let i = 0; i < bodies.length; i++) {
    const body = bodies[i];
    body.x += dt * body.vx;
    body.y += dt * body.vy;
    body.z += dt * body.vz;
  }
}
