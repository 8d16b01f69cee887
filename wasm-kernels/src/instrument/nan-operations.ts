/** What instructions do with floats: by number, and where it matters by the lanes of vectors. */

/** How the bits of a value are to be read; `bits` is a vector whose lanes its class tells. */
export type Shape = 'f32' | 'f64' | 'f32x4' | 'f64x2' | 'bits';
/** Widths of floats as a set. */
export const WIDTH = { none: 0, f32: 1, f64: 2, both: 3 } as const;
export const widthOf = (shape: Shape): number =>
  shape === 'bits' ? WIDTH.none : shape === 'f32' || shape === 'f32x4' ? WIDTH.f32 : WIDTH.f64;

/** Loads that give floats or whole vectors as they are. */
export const LOADS = new Map<number, Shape>([
  [0x2a, 'f32'],
  [0x2b, 'f64'],
  [0xfd00, 'bits'],
  [0xfd09, 'f32x4'],
  [0xfd0a, 'f64x2'],
  [0xfd5c, 'f32x4'],
  [0xfd5d, 'f64x2'],
]);
export const STORES = new Map<number, Shape>([
  [0x38, 'f32'],
  [0x39, 'f64'],
  [0xfd0b, 'bits'],
]);
export const REINTERPRETS = new Map<number, Shape>([
  [0xbc, 'f32'],
  [0xbd, 'f64'],
]);
export const COPYSIGNS = new Map<number, Shape>([
  [0x98, 'f32'],
  [0xa6, 'f64'],
]);
/** Loads and stores, floats included: to be asked once those are known to be none. */
export const isIntegerAccess = (op: number): boolean => op >= 0x28 && op <= 0x3e;

/** All that leave a computed float: arithmetic, demotion, promotion. */
export function computedScalar(op: number): Shape | undefined {
  if ((op >= 0x8b && op <= 0x97) || op === 0xb6) return 'f32';
  return (op >= 0x99 && op <= 0xa5) || op === 0xbb ? 'f64' : undefined;
}

const lanes = (f32x4: readonly number[], f64x2: readonly number[]): ReadonlyMap<number, Shape> =>
  new Map([
    ...f32x4.map((op): [number, Shape] => [0xfd00 + op, 'f32x4']),
    ...f64x2.map((op): [number, Shape] => [0xfd00 + op, 'f64x2']),
  ]);
/** abs and neg. */
export const SIGNS: ReadonlySet<number> = new Set([0x8b, 0x8c, 0x99, 0x9a, 0xfde0, 0xfde1, 0xfdec, 0xfded]);
export const SPLATS = lanes([19], [20]);
export const EXTRACTS = lanes([31], [33]);
export const REPLACES = lanes([32], [34]);
/** pmin and pmax leave one of their operands, lane for lane. */
export const CHOOSES = lanes([234, 235], [246, 247]);
/** Those that leave computed lanes, by the lanes they leave. */
export const COMPUTES = lanes(
  [94, 103, 104, 105, 106, 224, 225, 227, 228, 229, 230, 231, 232, 233],
  [95, 116, 117, 122, 148, 236, 237, 239, 240, 241, 242, 243, 244, 245],
);
/** Comparisons and truncations, whose result depends on no bits of a NaN. */
export const JUDGES = lanes([65, 66, 67, 68, 69, 70, 248, 249], [71, 72, 73, 74, 75, 76, 252, 253]);
export const V128_CONST = 0xfd0c;
export const DEMOTE = 0xfd5e;
export const PROMOTE = 0xfd5f;
