/** What there is to be seen. Lengths are in metres; x goes to the right, y up, z towards the viewer. */

export const DIFFUSE: u8 = 0;
export const MIRROR: u8 = 1;
export const GLASS: u8 = 2;
export const LAMP: u8 = 3;
export const NOTHING: i32 = -1;
/** The number of the wall across the y axis at its lower end. */
export const FLOOR: i32 = 2;

const MOST_SPHERES: i32 = 8;

export class Scene {
  /** How many spheres; then for each centre, radius, material and the share of red, green and blue it gives back. */
  count: i32 = 0;
  x: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  y: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  z: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  radius: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  material: StaticArray<u8> = new StaticArray<u8>(MOST_SPHERES);
  red: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  green: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  blue: StaticArray<f64> = new StaticArray<f64>(MOST_SPHERES);
  /** Where the walls stand: −x, +x, −y, +y, −z, +z; one that is infinitely far is not there. */
  wallAt: StaticArray<f64> = new StaticArray<f64>(6);
  wallRed: StaticArray<f64> = new StaticArray<f64>(6);
  wallGreen: StaticArray<f64> = new StaticArray<f64>(6);
  wallBlue: StaticArray<f64> = new StaticArray<f64>(6);
  /** Whether the floor has dark and light squares of one metre. */
  tiled: bool = false;
  /** Which sphere is the lamp, and its radiance. */
  lamp: i32 = NOTHING;
  radiance: f64 = 0;
  /** Radiance of what lies beyond everything. */
  sky: f64 = 0;
  eyeX: f64 = 0;
  eyeY: f64 = 0;
  eyeZ: f64 = 0;
  /** How far the view is turned down. */
  sinPitch: f64 = 0;
  cosPitch: f64 = 1;
  /** Half the picture's height at a distance of one metre. */
  spread: f64 = 0.5;

  constructor(public id: u8) {
    for (let wall = 0; wall < 6; wall++) this.wall(wall, (wall & 1) === 1 ? Infinity : -Infinity, 0, 0, 0);
  }

  wall(wall: i32, at: f64, red: f64, green: f64, blue: f64): void {
    this.wallAt[wall] = at;
    this.wallRed[wall] = red;
    this.wallGreen[wall] = green;
    this.wallBlue[wall] = blue;
  }

  /** Adds a sphere without colour; {@link colour} gives it one. */
  sphere(x: f64, y: f64, z: f64, radius: f64, material: u8): void {
    const i = this.count++;
    this.x[i] = x;
    this.y[i] = y;
    this.z[i] = z;
    this.radius[i] = radius;
    this.material[i] = material;
    if (material === LAMP) this.lamp = i;
  }

  /** Of the last sphere. */
  colour(red: f64, green: f64, blue: f64): void {
    const i = this.count - 1;
    this.red[i] = red;
    this.green[i] = green;
    this.blue[i] = blue;
  }

  look(x: f64, y: f64, z: f64, sinPitch: f64): void {
    this.eyeX = x;
    this.eyeY = y;
    this.eyeZ = z;
    this.sinPitch = sinPitch;
    this.cosPitch = Math.sqrt(1 - sinPitch * sinPitch);
  }
}

export function sceneOf(id: u8): Scene {
  const scene = new Scene(id);
  switch (id) {
    case 0:
      furnish(scene);
      return scene;
    case 1:
      inUniformLight(scene, DIFFUSE);
      return scene;
    case 2:
      inUniformLight(scene, GLASS);
      return scene;
    case 3:
      lightFloor(scene);
      return scene;
  }
  throw new Error('there are scenes 0 to 3');
}

function furnish(scene: Scene): void {
  scene.wall(0, -2, 0.75, 0.2, 0.15);
  scene.wall(1, 2, 0.15, 0.4, 0.7);
  scene.wall(2, 0, 0.8, 0.78, 0.72);
  scene.wall(3, 3, 0.75, 0.75, 0.75);
  scene.wall(4, -2, 0.75, 0.75, 0.75);
  scene.wall(5, 5, 0.75, 0.75, 0.75);
  scene.tiled = true;
  scene.sphere(-0.85, 0.75, -0.9, 0.75, MIRROR);
  scene.sphere(0.85, 0.65, 0.3, 0.65, GLASS);
  scene.sphere(-0.45, 0.3, 0.75, 0.3, DIFFUSE);
  scene.colour(0.85, 0.55, 0.1);
  scene.sphere(1.25, 0.45, -1.3, 0.45, DIFFUSE);
  scene.colour(0.3, 0.65, 0.3);
  scene.sphere(0, 2.55, -0.2, 0.3, LAMP);
  scene.radiance = 16;
  scene.look(0, 1.5, 4.6, 0.06);
  scene.spread = 0.36;
}

/** A sphere that fills the view: each path leaves it with the sky's light times what the sphere gives back. */
function inUniformLight(scene: Scene, material: u8): void {
  scene.sphere(0, 0, 0, 1, material);
  scene.colour(0.5, 0.25, 0.125);
  scene.sky = 1;
  scene.look(0, 0, 2, 0);
  scene.spread = 0.3;
}

/** Straight from above: the picture's centre is the floor's point (0, 0, 0). */
function lightFloor(scene: Scene): void {
  scene.wall(FLOOR, 0, 0.8, 0.4, 0.2);
  scene.sphere(0, 3, 2, 0.5, LAMP);
  scene.radiance = 64;
  scene.look(0, 4, 0, 1);
  scene.spread = 0.5;
}
