/** The kernel's scenes once more, for the reference. */

export type Triple = readonly [x: number, y: number, z: number];
export type Material = 'diffuse' | 'mirror' | 'glass' | 'lamp';

export interface Ray {
  readonly from: Triple;
  /** Of length 1. */
  readonly toward: Triple;
}

export interface Sphere {
  readonly centre: Triple;
  readonly radius: number;
  readonly material: Material;
  readonly albedo: Triple;
}

export interface Scene {
  readonly spheres: readonly Sphere[];
  /** −x, +x, −y, +y, −z, +z; null where there is none. */
  readonly walls: readonly ({ readonly at: number; readonly albedo: Triple } | null)[];
  readonly tiled: boolean;
  /** The lamp's, and that of what lies beyond everything. */
  readonly radiance: number;
  readonly sky: number;
  readonly eye: Triple;
  readonly sinPitch: number;
  readonly spread: number;
}

const BLACK: Triple = [0, 0, 0];
const GREY: Triple = [0.75, 0.75, 0.75];
const NO_WALLS = [null, null, null, null, null, null];

const ROOM: Scene = {
  spheres: [
    { centre: [-0.85, 0.75, -0.9], radius: 0.75, material: 'mirror', albedo: BLACK },
    { centre: [0.85, 0.65, 0.3], radius: 0.65, material: 'glass', albedo: BLACK },
    { centre: [-0.45, 0.3, 0.75], radius: 0.3, material: 'diffuse', albedo: [0.85, 0.55, 0.1] },
    { centre: [1.25, 0.45, -1.3], radius: 0.45, material: 'diffuse', albedo: [0.3, 0.65, 0.3] },
    { centre: [0, 2.55, -0.2], radius: 0.3, material: 'lamp', albedo: BLACK },
  ],
  walls: [
    { at: -2, albedo: [0.75, 0.2, 0.15] },
    { at: 2, albedo: [0.15, 0.4, 0.7] },
    { at: 0, albedo: [0.8, 0.78, 0.72] },
    { at: 3, albedo: GREY },
    { at: -2, albedo: GREY },
    { at: 5, albedo: GREY },
  ],
  tiled: true,
  radiance: 16,
  sky: 0,
  eye: [0, 1.5, 4.6],
  sinPitch: 0.06,
  spread: 0.36,
};

const inUniformLight = (material: Material): Scene => ({
  spheres: [{ centre: [0, 0, 0], radius: 1, material, albedo: [0.5, 0.25, 0.125] }],
  walls: NO_WALLS,
  tiled: false,
  radiance: 0,
  sky: 1,
  eye: [0, 0, 2],
  sinPitch: 0,
  spread: 0.3,
});

const LIT_FLOOR: Scene = {
  spheres: [{ centre: [0, 3, 2], radius: 0.5, material: 'lamp', albedo: BLACK }],
  walls: [null, null, { at: 0, albedo: [0.8, 0.4, 0.2] }, null, null, null],
  tiled: false,
  radiance: 64,
  sky: 0,
  eye: [0, 4, 0],
  sinPitch: 1,
  spread: 0.5,
};

/** By the number of the column `scene`. */
export const SCENES: readonly Scene[] = [ROOM, inUniformLight('diffuse'), inUniformLight('glass'), LIT_FLOOR];
