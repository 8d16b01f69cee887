/**
 * What the rewriter knows of each instruction: the shape of its immediates and the feature it belongs to.
 * Anything that is not in these tables is refused, so a new proposal can never slip through uncounted.
 * An instruction behind a prefix is named `prefix << 8 | number`.
 */
export const IMMEDIATE = {
  none: 1,
  blockType: 2,
  index: 3,
  twoIndices: 4,
  branchTable: 5,
  memory: 6,
  memoryLane: 7,
  byte: 8,
  leb: 9,
  fourBytes: 10,
  eightBytes: 11,
  sixteenBytes: 12,
  types: 13,
} as const;
export type Immediate = (typeof IMMEDIATE)[keyof typeof IMMEDIATE];

export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableSet: 0x26,
  f32Load: 0x2a,
  f64Load: 0x2b,
  f32Store: 0x38,
  f64Store: 0x39,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  f32Le: 0x5f,
  f64Le: 0x65,
  i64LtS: 0x53,
  i64Eqz: 0x50,
  i32Eqz: 0x45,
  i32LtS: 0x48,
  i32GtU: 0x4b,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Or: 0x72,
  i32Load: 0x28,
  i32ShrU: 0x76,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64ExtendI32U: 0xad,
  nop: 0x01,
  memoryInit: 0xfc08,
  dataDrop: 0xfc09,
  memoryCopy: 0xfc0a,
  memoryFill: 0xfc0b,
  tableInit: 0xfc0c,
  elemDrop: 0xfc0d,
  tableCopy: 0xfc0e,
  tableGrow: 0xfc0f,
  tableFill: 0xfc11,
} as const;

export const PREFIX = { bulk: 0xfc, simd: 0xfd } as const;

/** What a module needs of an engine beyond WebAssembly 1.0. */
export type Feature =
  | 'bulk-memory'
  | 'multi-value'
  | 'mutable-globals'
  | 'reference-types'
  | 'saturating-float-to-int'
  | 'sign-extension'
  | 'simd';

const table = (size: number): Uint8Array => new Uint8Array(size);
const fill = (into: Uint8Array, first: number, last: number, shape: Immediate): void => {
  into.fill(shape, first, last + 1);
};

/** Immediates of one-byte instructions; 0 where there is none that we accept. */
export const PLAIN = table(256);
fill(PLAIN, 0x00, 0x01, IMMEDIATE.none);
fill(PLAIN, 0x02, 0x04, IMMEDIATE.blockType);
PLAIN[0x05] = PLAIN[0x0b] = PLAIN[0x0f] = PLAIN[0x1a] = PLAIN[0x1b] = IMMEDIATE.none;
PLAIN[0x0c] = PLAIN[0x0d] = PLAIN[0x10] = IMMEDIATE.index;
PLAIN[0x0e] = IMMEDIATE.branchTable;
PLAIN[0x11] = IMMEDIATE.twoIndices;
PLAIN[0x1c] = IMMEDIATE.types;
fill(PLAIN, 0x20, 0x26, IMMEDIATE.index);
fill(PLAIN, 0x28, 0x3e, IMMEDIATE.memory);
fill(PLAIN, 0x3f, 0x40, IMMEDIATE.byte);
fill(PLAIN, 0x41, 0x42, IMMEDIATE.leb);
PLAIN[0x43] = IMMEDIATE.fourBytes;
PLAIN[0x44] = IMMEDIATE.eightBytes;
fill(PLAIN, 0x45, 0xc4, IMMEDIATE.none);
PLAIN[0xd0] = IMMEDIATE.leb;
PLAIN[0xd1] = IMMEDIATE.none;
PLAIN[0xd2] = IMMEDIATE.index;

/** Immediates behind 0xfc. */
export const BULK = table(256);
fill(BULK, 0, 7, IMMEDIATE.none);
BULK[8] = BULK[10] = BULK[12] = BULK[14] = IMMEDIATE.twoIndices;
BULK[9] = BULK[11] = BULK[13] = BULK[15] = BULK[16] = BULK[17] = IMMEDIATE.index;

/** Immediates behind 0xfd. */
export const SIMD = table(256);
fill(SIMD, 0, 11, IMMEDIATE.memory);
fill(SIMD, 12, 13, IMMEDIATE.sixteenBytes);
fill(SIMD, 14, 20, IMMEDIATE.none);
fill(SIMD, 21, 34, IMMEDIATE.byte);
fill(SIMD, 35, 83, IMMEDIATE.none);
fill(SIMD, 84, 91, IMMEDIATE.memoryLane);
fill(SIMD, 92, 93, IMMEDIATE.memory);
fill(SIMD, 94, 255, IMMEDIATE.none);
// Numbers that the SIMD proposal left unused.
for (const gap of [
  154, 162, 165, 166, 175, 176, 178, 179, 180, 187, 194, 197, 198, 207, 208, 210, 211, 212, 226, 238,
])
  SIMD[gap] = 0;

/** The feature that an instruction needs, if any. */
export function featureOf(op: number): Feature | null {
  if (op >= 0xfd00) return 'simd';
  if (op >= 0xfc00)
    return op < 0xfc08 ? 'saturating-float-to-int' : op < OP.tableGrow ? 'bulk-memory' : 'reference-types';
  if (op >= 0xc0 && op <= 0xc4) return 'sign-extension';
  return (op >= 0xd0 && op <= 0xd2) || op === 0x25 || op === 0x26 || op === 0x1c ? 'reference-types' : null;
}

/** The proposal that a refused instruction belongs to, for the message. */
export function proposalOf(op: number): string {
  if (op >= 0xfe00) return 'threads and atomics';
  if (op >= 0xfd00) return 'relaxed SIMD, which differs between CPUs';
  if (op === 0x12 || op === 0x13) return 'tail calls';
  if ((op >= 0x06 && op <= 0x0a) || op === 0x18 || op === 0x19 || op === 0x1f) return 'exceptions';
  if (op === 0x14 || op === 0x15 || (op >= 0xd3 && op <= 0xd6) || op >> 8 === 0xfb)
    return 'garbage collection';
  return 'an unknown proposal';
}
