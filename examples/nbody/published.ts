/**
 * Periodic orbits of three equal masses without angular momentum: the figure-eight (Moore 1993; Chenciner & Montgomery 2000) and
 * those of Šuvakov & Dmitrašinović, Phys. Rev. Lett. 110 (2013) 114301, table 1, with periods below 30.
 */
export interface Orbit {
  readonly name: string;
  /** Velocity of the outer bodies at the start. */
  readonly vx: number;
  readonly vy: number;
  readonly period: number;
}

export const ORBITS: readonly Orbit[] = [
  { name: 'figure-eight', vx: 0.347111, vy: 0.532728, period: 6.324449 },
  { name: 'butterfly I', vx: 0.306893, vy: 0.125507, period: 6.2356 },
  { name: 'butterfly II', vx: 0.392955, vy: 0.097579, period: 7.0039 },
  { name: 'moth I', vx: 0.464445, vy: 0.39606, period: 14.8939 },
  { name: 'moth II', vx: 0.439166, vy: 0.452968, period: 28.6703 },
  { name: 'butterfly III', vx: 0.405916, vy: 0.230163, period: 13.8658 },
  { name: 'moth III', vx: 0.383444, vy: 0.377364, period: 25.8406 },
  { name: 'goggles', vx: 0.0833, vy: 0.127889, period: 10.4668 },
  { name: 'dragonfly', vx: 0.080584, vy: 0.588836, period: 21.271 },
  { name: 'yin-yang I a', vx: 0.513938, vy: 0.304736, period: 17.3284 },
  { name: 'yin-yang I b', vx: 0.282699, vy: 0.327209, period: 10.9626 },
];
