/** What the generator knows of instructions that turn operands into one value: enough to write them with the right types. */
import { F32, F64, I32, I64 } from '../module-of.ts';

export const V128 = 0x7b;
export const FUNCREF = 0x70;
export const TYPE = { i32: I32, i64: I64, f32: F32, f64: F64, v128: V128 } as const;

/** A value type's byte. */
export type Type = number;

export interface Operator {
  /** `prefix << 8 | number`, or the one byte. */
  readonly op: number;
  readonly takes: readonly Type[];
  readonly gives: Type;
  /** Lanes, where the immediate is a lane's number; 16 for a shuffle, which has sixteen immediates of 32 lanes. */
  readonly lanes: number;
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

const of = (ops: readonly number[], takes: readonly Type[], gives: Type, lanes = 0): Operator[] =>
  ops.map((op) => ({ op, takes, gives, lanes }));

const vector = (ops: readonly number[], takes: readonly Type[], gives: Type = V128, lanes = 0): Operator[] =>
  of(
    ops.map((op) => 0xfd00 | op),
    takes,
    gives,
    lanes,
  );

const SCALAR: readonly Operator[] = [
  ...of([0x45, 0x67, 0x68, 0x69, 0xc0, 0xc1], [I32], I32),
  ...of([...range(0x46, 0x4f), ...range(0x6a, 0x78)], [I32, I32], I32),
  ...of([0x50, 0xa7], [I64], I32),
  ...of(range(0x51, 0x5a), [I64, I64], I32),
  ...of([0x79, 0x7a, 0x7b, 0xc2, 0xc3, 0xc4], [I64], I64),
  ...of(range(0x7c, 0x8a), [I64, I64], I64),
  ...of(range(0x5b, 0x60), [F32, F32], I32),
  ...of(range(0x61, 0x66), [F64, F64], I32),
  ...of(range(0x8b, 0x91), [F32], F32),
  ...of(range(0x92, 0x98), [F32, F32], F32),
  ...of(range(0x99, 0x9f), [F64], F64),
  ...of(range(0xa0, 0xa6), [F64, F64], F64),
  ...of([0xa8, 0xa9, 0xbc, 0xfc00, 0xfc01], [F32], I32),
  ...of([0xaa, 0xab, 0xfc02, 0xfc03], [F64], I32),
  ...of([0xac, 0xad], [I32], I64),
  ...of([0xae, 0xaf, 0xfc04, 0xfc05], [F32], I64),
  ...of([0xb0, 0xb1, 0xbd, 0xfc06, 0xfc07], [F64], I64),
  ...of([0xb2, 0xb3, 0xbe], [I32], F32),
  ...of([0xb4, 0xb5], [I64], F32),
  ...of([0xb6], [F64], F32),
  ...of([0xb7, 0xb8], [I32], F64),
  ...of([0xb9, 0xba, 0xbf], [I64], F64),
  ...of([0xbb], [F32], F64),
];

const UNARY = [
  77,
  ...[
    94, 95, 96, 97, 98, 103, 104, 105, 106, 116, 117, 122, 124, 125, 126, 127, 128, 129, 135, 136, 137, 138,
  ],
  ...[148, 160, 161, 167, 168, 169, 170, 192, 193, 199, 200, 201, 202, 224, 225, 227, 236, 237, 239],
  ...range(248, 255),
];
const BINARY = [
  14,
  ...range(35, 76),
  ...[78, 79, 80, 81, 101, 102, ...range(110, 115), ...range(118, 121), 123, 130, 133, 134],
  ...[
    ...range(142, 147),
    ...range(149, 153),
    155,
    ...range(156, 159),
    174,
    177,
    181,
    ...range(182, 185),
    186,
  ],
  ...[...range(188, 191), 206, 209, 213, ...range(214, 223), ...range(228, 235), ...range(240, 247)],
];
const SHIFTS = [107, 108, 109, 139, 140, 141, 171, 172, 173, 203, 204, 205];
const TESTS = [83, 99, 100, 131, 132, 163, 164, 195, 196];

const VECTOR: readonly Operator[] = [
  ...vector(UNARY, [V128]),
  ...vector(BINARY, [V128, V128]),
  ...vector(SHIFTS, [V128, I32]),
  ...vector(TESTS, [V128], I32),
  ...vector([82], [V128, V128, V128]),
  ...vector([13], [V128, V128], V128, 16),
  ...vector([15, 16, 17], [I32]),
  ...vector([18], [I64]),
  ...vector([19], [F32]),
  ...vector([20], [F64]),
  ...vector([21, 22], [V128], I32, 16),
  ...vector([23], [V128, I32], V128, 16),
  ...vector([24, 25], [V128], I32, 8),
  ...vector([26], [V128, I32], V128, 8),
  ...vector([27], [V128], I32, 4),
  ...vector([28], [V128, I32], V128, 4),
  ...vector([29], [V128], I64, 2),
  ...vector([30], [V128, I64], V128, 2),
  ...vector([31], [V128], F32, 4),
  ...vector([32], [V128, F32], V128, 4),
  ...vector([33], [V128], F64, 2),
  ...vector([34], [V128, F64], V128, 2),
];

export const SHUFFLE = 0xfd0d;

/** They trap on some operands; used less often, so that most programs get to their end. */
const TRAPPING: ReadonlySet<number> = new Set([
  ...[0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82],
  ...[0xa8, 0xa9, 0xaa, 0xab, 0xae, 0xaf, 0xb0, 0xb1],
]);

const givers = (pool: readonly Operator[], type: Type): Operator[] =>
  pool.filter(({ gives }) => gives === type);

export interface OperatorPools {
  readonly safe: readonly Operator[];
  readonly trapping: readonly Operator[];
}

function poolsOf(pool: readonly Operator[]): ReadonlyMap<Type, OperatorPools> {
  return new Map(
    [I32, I64, F32, F64, V128].map((type) => {
      const all = givers(pool, type);
      return [
        type,
        {
          safe: all.filter(({ op }) => !TRAPPING.has(op)),
          trapping: all.filter(({ op }) => TRAPPING.has(op)),
        },
      ];
    }),
  );
}

/** By the type of their result. */
export const SCALAR_OPERATORS = poolsOf(SCALAR);
export const ALL_OPERATORS = poolsOf([...SCALAR, ...VECTOR]);

/** An access to memory: its instruction, the type of the value and how many bytes it moves. */
export interface Access {
  readonly op: number;
  readonly type: Type;
  readonly width: number;
  /** Lanes, where the instruction reads or writes one of them. */
  readonly lanes: number;
}

const access = (
  type: Type,
  rows: readonly (readonly [op: number, width: number, lanes?: number])[],
): Access[] => rows.map(([op, width, lanes = 0]) => ({ op, type, width, lanes }));

export const LOADS: readonly Access[] = [
  ...access(I32, [
    [0x28, 4],
    [0x2c, 1],
    [0x2d, 1],
    [0x2e, 2],
    [0x2f, 2],
  ]),
  ...access(I64, [
    [0x29, 8],
    [0x30, 1],
    [0x31, 1],
    [0x32, 2],
    [0x33, 2],
    [0x34, 4],
    [0x35, 4],
  ]),
  ...access(F32, [[0x2a, 4]]),
  ...access(F64, [[0x2b, 8]]),
  ...access(V128, [
    [0xfd00, 16],
    ...range(1, 6).map((op) => [0xfd00 | op, 8] as const),
    [0xfd07, 1],
    [0xfd08, 2],
    [0xfd09, 4],
    [0xfd0a, 8],
    [0xfd5c, 4],
    [0xfd5d, 8],
  ]),
];

export const STORES: readonly Access[] = [
  ...access(I32, [
    [0x36, 4],
    [0x3a, 1],
    [0x3b, 2],
  ]),
  ...access(I64, [
    [0x37, 8],
    [0x3c, 1],
    [0x3d, 2],
    [0x3e, 4],
  ]),
  ...access(F32, [[0x38, 4]]),
  ...access(F64, [[0x39, 8]]),
  ...access(V128, [
    [0xfd0b, 16],
    [0xfd58, 1, 16],
    [0xfd59, 2, 8],
    [0xfd5a, 4, 4],
    [0xfd5b, 8, 2],
  ]),
];

/** Loads into one lane of a vector: they take an address and the vector. */
export const LANE_LOADS: readonly Access[] = access(V128, [
  [0xfd54, 1, 16],
  [0xfd55, 2, 8],
  [0xfd56, 4, 4],
  [0xfd57, 8, 2],
]);
