/**
 * How many operands each instruction takes and what it leaves, for all whose effect does not depend on the module.
 * Written as ranges, since neighbours in the numbering mostly agree.
 */

/** What an instruction leaves on the stack; integers and references are not told apart. */
export const LEFT = { nothing: 0, plain: 1, f32: 2, f64: 3, v128: 4, any: 5 } as const;
export type Left = (typeof LEFT)[keyof typeof LEFT];

const { nothing, plain, f32, f64, v128, any } = LEFT;
type Row = readonly [first: number, last: number, operands: number, left: Left];

const ONE_BYTE: readonly Row[] = [
  [0x1a, 0x1a, 1, nothing],
  [0x1b, 0x1c, 3, any],
  [0x20, 0x20, 0, any],
  [0x21, 0x21, 1, nothing],
  [0x22, 0x22, 1, any],
  [0x23, 0x23, 0, any],
  [0x24, 0x24, 1, nothing],
  [0x25, 0x25, 1, plain],
  [0x26, 0x26, 2, nothing],
  [0x28, 0x29, 1, plain],
  [0x2a, 0x2a, 1, f32],
  [0x2b, 0x2b, 1, f64],
  [0x2c, 0x35, 1, plain],
  [0x36, 0x3e, 2, nothing],
  [0x3f, 0x3f, 0, plain],
  [0x40, 0x40, 1, plain],
  [0x41, 0x42, 0, plain],
  [0x43, 0x43, 0, f32],
  [0x44, 0x44, 0, f64],
  [0x45, 0x45, 1, plain],
  [0x46, 0x4f, 2, plain],
  [0x50, 0x50, 1, plain],
  [0x51, 0x66, 2, plain],
  [0x67, 0x69, 1, plain],
  [0x6a, 0x78, 2, plain],
  [0x79, 0x7b, 1, plain],
  [0x7c, 0x8a, 2, plain],
  [0x8b, 0x91, 1, f32],
  [0x92, 0x98, 2, f32],
  [0x99, 0x9f, 1, f64],
  [0xa0, 0xa6, 2, f64],
  [0xa7, 0xb1, 1, plain],
  [0xb2, 0xb6, 1, f32],
  [0xb7, 0xbb, 1, f64],
  [0xbc, 0xbd, 1, plain],
  [0xbe, 0xbe, 1, f32],
  [0xbf, 0xbf, 1, f64],
  [0xc0, 0xc4, 1, plain],
  [0xd0, 0xd0, 0, plain],
  [0xd1, 0xd1, 1, plain],
  [0xd2, 0xd2, 0, plain],
];

/** Behind 0xfc. */
const BULK: readonly Row[] = [
  [0, 7, 1, plain],
  [8, 8, 3, nothing],
  [9, 9, 0, nothing],
  [10, 12, 3, nothing],
  [13, 13, 0, nothing],
  [14, 14, 3, nothing],
  [15, 15, 2, plain],
  [16, 16, 0, plain],
  [17, 17, 3, nothing],
];

/** Behind 0xfd; the default is two vectors in, one out, and the numbers listed here take one. */
const ONE_VECTOR: readonly number[] = [
  77, 94, 95, 96, 97, 98, 103, 104, 105, 106, 116, 117, 122, 124, 125, 126, 127, 128, 129, 135, 136, 137, 138,
  148, 160, 161, 167, 168, 169, 170, 192, 193, 199, 200, 201, 202, 224, 225, 227, 236, 237, 239, 248, 249,
  250, 251, 252, 253, 254, 255,
];
const TO_INTEGER: readonly number[] = [21, 22, 24, 25, 27, 29, 83, 99, 100, 131, 132, 163, 164, 195, 196];
const VECTOR: readonly Row[] = [
  [0, 255, 2, v128],
  [0, 10, 1, v128],
  [11, 11, 2, nothing],
  [12, 12, 0, v128],
  [15, 20, 1, v128],
  ...TO_INTEGER.map((op): Row => [op, op, 1, plain]),
  [31, 31, 1, f32],
  [33, 33, 1, f64],
  [82, 82, 3, v128],
  [88, 91, 2, nothing],
  [92, 93, 1, v128],
  ...ONE_VECTOR.map((op): Row => [op, op, 1, v128]),
];

const PAGE = 256;
const OPERANDS = new Uint8Array(3 * PAGE);
const RESULTS = new Uint8Array(3 * PAGE);
for (const [page, rows] of [ONE_BYTE, BULK, VECTOR].entries())
  for (const [first, last, operands, left] of rows) {
    OPERANDS.fill(operands, page * PAGE + first, page * PAGE + last + 1);
    RESULTS.fill(left, page * PAGE + first, page * PAGE + last + 1);
  }

const slotOf = (op: number): number => (op < PAGE ? op : ((op >> 8) - 0xfb) * PAGE + (op & 0xff));

/** How many operands an instruction takes. Control instructions and calls are not in the table. */
export const operandsOf = (op: number): number => OPERANDS[slotOf(op)];
/** What it leaves. */
export const leftBy = (op: number): Left => RESULTS[slotOf(op)] as Left;
