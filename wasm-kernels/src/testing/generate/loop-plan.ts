/** The numbers of a counted loop, and the code that sets them before it begins. */
import { I32, I64 } from '../module-of.ts';
import type { Body } from './body.ts';
import { value } from './values.ts';

/** Instructions of one width of integer. */
export interface Width {
  readonly type: number;
  readonly bits: number;
  readonly add: number;
  readonly sub: number;
  readonly and: number;
  readonly mul: number;
  readonly xor: number;
  readonly eqz: number;
  /** eq, ne, lt_s, lt_u, gt_s, gt_u, le_s, le_u, ge_s, ge_u in this order. */
  readonly compare: number;
}
const WIDE: Width = {
  type: I64,
  bits: 64,
  add: 0x7c,
  sub: 0x7d,
  and: 0x83,
  mul: 0x7e,
  xor: 0x85,
  eqz: 0x50,
  compare: 0x51,
};
const NARROW: Width = {
  type: I32,
  bits: 32,
  add: 0x6a,
  sub: 0x6b,
  and: 0x71,
  mul: 0x6c,
  xor: 0x73,
  eqz: 0x45,
  compare: 0x46,
};

/** Positions after `compare`. */
export const RELATION = {
  eq: 0,
  ne: 1,
  lts: 2,
  ltu: 3,
  gts: 4,
  gtu: 5,
  les: 6,
  leu: 7,
  ges: 8,
  geu: 9,
} as const;
export type Relation = (typeof RELATION)[keyof typeof RELATION];
/** One loop's numbers. */
export interface Plan {
  readonly width: Width;
  readonly step: bigint;
  /** Goes on while `counter RELATION limit`. */
  readonly relation: Relation;
  readonly counter: number;
  /** A local, or a constant. */
  readonly limit: number | bigint;
  readonly stepLocal: number | null;
  /** Added to the counter where it is compared. */
  readonly shift: bigint;
  /** A second counter that steps along, such as a pointer. */
  readonly pointer: { readonly local: number; readonly step: number } | null;
}

/** Chooses the numbers and writes what stands before the loop. */
export function begin(body: Body): Plan {
  const { dice } = body;
  const width = dice.percent(80) ? NARROW : WIDE;
  const magnitude = dice.weighted<number>([
    [50, 1],
    [20, dice.pick([2, 4, 8, 16])],
    [10, dice.pick([3, 5, 7, 12])],
    [4, dice.pick([1 << 30, 65536, 255])],
  ]);
  const step = BigInt(dice.percent(65) ? magnitude : -magnitude);
  const up: Relation[] = [RELATION.ne, RELATION.lts, RELATION.ltu, RELATION.les, RELATION.leu];
  const down: Relation[] = [RELATION.ne, RELATION.gts, RELATION.gtu, RELATION.ges, RELATION.geu];
  const relation = dice.percent(2) ? (dice.below(10) as Relation) : dice.pick(step > 0n ? up : down);
  const counter = body.keep(width.type);
  const limitLocal = body.keep(width.type);
  const start = firstValue(body, width, step);
  const distance =
    step * BigInt(dice.percent(3) ? dice.below(3000) : dice.below(12)) + jitter(body, relation, step);
  const shift = dice.percent(10) ? BigInt(dice.between(-4, 4)) : 0n;
  const limit = writeStart(body, { width, counter, limitLocal, start, distance, step });
  const stepLocal = dice.percent(10) ? body.keep(width.type) : null;
  if (stepLocal !== null) variableStep(body, width, stepLocal, step);
  return { width, step, relation, counter, limit, stepLocal, shift, pointer: pointerOf(body) };
}

/** Where counting starts: near zero mostly, else near an end of the range. */
function firstValue(body: Body, { bits }: Width, step: bigint): bigint {
  const { dice } = body;
  const near = BigInt(dice.between(-20, 20));
  if (dice.percent(65)) return step > 0n ? BigInt(dice.below(4)) : BigInt(dice.below(60));
  const half = 1n << BigInt(bits - 1);
  return dice.pick([near, half + near, -half + near, half - 1n + near, BigInt(dice.word())]);
}

/** How far the limit is from where whole steps lead: nothing for `!=`, or the loop hardly ever ends. */
function jitter(body: Body, relation: Relation, step: bigint): bigint {
  const size = Number(step > 0n ? step : -step);
  if (size === 1 || (relation <= RELATION.ne && !body.dice.percent(4))) return 0n;
  return BigInt(body.dice.between(1 - size, size - 1));
}

interface Start {
  readonly width: Width;
  readonly counter: number;
  readonly limitLocal: number;
  readonly start: bigint;
  readonly distance: bigint;
  readonly step: bigint;
}

/** Sets the counter, and the limit where it is no constant; gives the limit. */
function writeStart(
  body: Body,
  { width, counter, limitLocal, start, distance, step }: Start,
): number | bigint {
  const { dice } = body;
  const computed = dice.percent(40);
  body.constant(width.type, start);
  if (computed) {
    value(body, width.type, 1);
    body.constant(width.type, 7).op(width.and);
    if (step !== 1n && step !== -1n) body.constant(width.type, step).op(width.mul);
    body.op(width.add);
  }
  body.op(0x21, counter);
  if (!computed && dice.percent(60)) return start + distance;
  if (dice.percent(3)) value(body, width.type, 1);
  else body.op(0x20, counter).constant(width.type, distance).op(width.add);
  body.op(0x21, limitLocal);
  return limitLocal;
}

function variableStep(body: Body, width: Width, local: number, step: bigint): void {
  if (body.dice.percent(5)) value(body, width.type, 1);
  else {
    body.constant(width.type, step > 0n ? step : -step);
    if (body.dice.percent(30)) {
      value(body, width.type, 0);
      body.constant(width.type, 1).op(width.and).op(width.add);
    }
  }
  body.op(0x21, local);
}

function pointerOf(body: Body): Plan['pointer'] {
  const { dice } = body;
  if (!dice.percent(25)) return null;
  const local = body.keep(I32);
  body.constant(I32, dice.below(2048)).op(0x21, local);
  return { local, step: dice.pick([1, 4, 8, 16, 64, -4]) };
}
