import { NOTHING, Scene } from './scene';

/** How far a ray must go to leave the surface it starts on. */
const NEAR: f64 = 1e-6;

/** A ray in a scene, and what it met last. */
export class Ray {
  // Where it begins and where it goes, at length 1.
  protected ox: f64 = 0;
  protected oy: f64 = 0;
  protected oz: f64 = 0;
  protected dx: f64 = 0;
  protected dy: f64 = 0;
  protected dz: f64 = 0;
  // What it met: distance, the sphere's number or that of the wall after them, and the normal, against the ray.
  protected distance: f64 = 0;
  protected met: i32 = NOTHING;
  protected nx: f64 = 0;
  protected ny: f64 = 0;
  protected nz: f64 = 0;
  /** Whether the ray met a sphere's inner side. */
  protected inside: bool = false;

  constructor(protected scene: Scene) {}

  /** Sets the direction, at length 1. */
  protected turn(x: f64, y: f64, z: f64): void {
    const length = Math.sqrt(x * x + y * y + z * z);
    this.dx = x / length;
    this.dy = y / length;
    this.dz = z / length;
  }

  /** Finds the nearest thing ahead, without its normal. */
  protected meet(): void {
    const scene = this.scene;
    this.distance = Infinity;
    this.met = NOTHING;
    for (let i = 0; i < scene.count; i++) this.meetSphere(i);
    this.meetWalls(0, this.ox, this.dx);
    this.meetWalls(1, this.oy, this.dy);
    this.meetWalls(2, this.oz, this.dz);
  }

  private meetSphere(i: i32): void {
    const scene = this.scene;
    const x = unchecked(scene.x[i]) - this.ox;
    const y = unchecked(scene.y[i]) - this.oy;
    const z = unchecked(scene.z[i]) - this.oz;
    const radius = unchecked(scene.radius[i]);
    const along = x * this.dx + y * this.dy + z * this.dz;
    const root2 = along * along - (x * x + y * y + z * z) + radius * radius;
    if (root2 < 0) return;
    const root = Math.sqrt(root2);
    const near = along - root;
    const at = near > NEAR ? near : along + root;
    if (at <= NEAR || at >= this.distance) return;
    this.distance = at;
    this.met = i;
  }

  /** The wall ahead of the two that stand across one axis. Walls are numbered after the spheres: −x, +x, −y, … */
  private meetWalls(axis: i32, from: f64, direction: f64): void {
    if (direction === 0) return;
    const wall = direction > 0 ? 2 * axis + 1 : 2 * axis;
    const at = (unchecked(this.scene.wallAt[wall]) - from) / direction;
    if (at <= NEAR || at >= this.distance) return;
    this.distance = at;
    this.met = this.scene.count + wall;
  }

  /** Moves to what was met and finds the normal there. */
  protected advance(): void {
    const scene = this.scene;
    this.ox += this.distance * this.dx;
    this.oy += this.distance * this.dy;
    this.oz += this.distance * this.dz;
    if (this.met >= scene.count) {
      const wall = this.met - scene.count;
      const sign: f64 = (wall & 1) === 1 ? -1 : 1;
      this.nx = wall < 2 ? sign : 0;
      this.ny = wall >= 2 && wall < 4 ? sign : 0;
      this.nz = wall >= 4 ? sign : 0;
      this.inside = false;
      return;
    }
    const radius = scene.radius[this.met];
    const x = (this.ox - scene.x[this.met]) / radius;
    const y = (this.oy - scene.y[this.met]) / radius;
    const z = (this.oz - scene.z[this.met]) / radius;
    this.inside = x * this.dx + y * this.dy + z * this.dz > 0;
    const sign: f64 = this.inside ? -1 : 1;
    this.nx = sign * x;
    this.ny = sign * y;
    this.nz = sign * z;
  }
}
