/** Expressions: code that leaves exactly one value of the type wanted. */
import { I32 } from '../module-of.ts';
import type { Body, Callable } from './body.ts';
import {
  type Access,
  ALL_OPERATORS,
  FUNCREF,
  LANE_LOADS,
  LOADS,
  type Operator,
  SCALAR_OPERATORS,
  SHUFFLE,
  type Type,
  V128,
} from './operators.ts';
import { restartableLoop } from './restarts.ts';
import { statements, terminator } from './statements.ts';

type Write = (body: Body, type: Type, depth: number) => void;

const CHOICES: readonly (readonly [number, Write])[] = [
  [24, leaf],
  [40, operator],
  [10, load],
  [4, select],
  [4, blockValue],
  [4, choiceValue],
  [2, loopValue],
  [8, callValue],
  [4, tee],
  [3, carried],
];

export function value(body: Body, type: Type, depth: number): void {
  if (depth <= 0 || body.left <= 0 || type === FUNCREF) leaf(body, type);
  else body.dice.weighted(CHOICES)(body, type, depth - 1);
}

export function values(body: Body, types: readonly Type[], depth: number): void {
  for (const type of types) value(body, type, depth);
}

/** A truth value, both ways often. */
export function condition(body: Body, depth: number): void {
  value(body, I32, depth);
  if (body.dice.percent(50)) body.constant(I32, 1).op(0x71);
}

function leaf(body: Body, type: Type): void {
  const { dice, around } = body;
  const global = around.globals.findIndex((entry) => entry.type === type && dice.percent(50));
  if (global >= 0 && dice.percent(25)) body.op(0x23, global);
  else if (type === FUNCREF) reference(body);
  else if (type === I32 && dice.percent(4)) body.op(0x3f, 0);
  else if (dice.percent(55)) body.op(0x20, body.someLocal(type, 'read'));
  else body.constant(type);
}

function reference(body: Body): void {
  const { dice, around } = body;
  if (around.table.length > 0 && dice.percent(50)) body.op(0xd2, dice.pick(around.table).index);
  else if (around.tableSize > 0 && dice.percent(50))
    body.constant(I32, dice.below(around.tableSize)).op(0x25, 0);
  else body.constant(FUNCREF);
}

function operator(body: Body, type: Type, depth: number): void {
  const { dice, around } = body;
  const pools = (around.simd ? ALL_OPERATORS : SCALAR_OPERATORS).get(type);
  const trapping = dice.percent(2) && pools !== undefined && pools.trapping.length > 0;
  const from = pools?.[trapping ? 'trapping' : 'safe'] ?? [];
  if (type === I32 && dice.percent(3)) {
    memoryGrow(body, depth);
    return;
  }
  if (type === I32 && around.references && dice.percent(4)) {
    isNull(body);
    return;
  }
  if (from.length === 0) {
    leaf(body, type);
    return;
  }
  const operation = dice.pick(from);
  values(body, operation.takes, depth);
  writeOperator(body, operation);
}

function writeOperator(body: Body, { op, lanes }: Operator): void {
  body.op(op);
  if (op === SHUFFLE) for (let i = 0; i < lanes; i++) body.code.byte(body.dice.below(32));
  else if (lanes > 0) body.code.byte(body.dice.below(lanes));
}

function memoryGrow(body: Body, depth: number): void {
  if (!body.around.growing && body.dice.percent(50)) {
    leaf(body, I32);
    return;
  }
  value(body, I32, depth);
  if (body.dice.percent(80)) body.constant(I32, 1).op(0x71);
  body.op(0x40, 0);
}

function isNull(body: Body): void {
  value(body, FUNCREF, 0);
  body.op(0xd1);
}

/** An address inside of memory, or once in a while anything far beyond it. */
export function address(body: Body, depth: number): void {
  value(body, I32, depth);
  if (body.dice.percent(1)) body.constant(I32, -0x80000000).op(0x72);
  else body.constant(I32, body.addressMask).op(0x71);
}

/** Alignment and offset of an access. */
export function writeAccess(body: Body, { op, width, lanes }: Access): void {
  const { dice, around } = body;
  const offset = dice.percent(60) ? 0 : dice.below(around.growing ? 64 : dice.percent(5) ? 65_536 : 40);
  body.op(op, dice.between(0, Math.log2(width)), offset);
  if (lanes > 0) body.code.byte(dice.below(lanes));
}

function load(body: Body, type: Type, depth: number): void {
  const { dice } = body;
  address(body, depth);
  if (type === V128 && dice.percent(30)) {
    value(body, V128, depth);
    writeAccess(body, dice.pick(LANE_LOADS));
  } else writeAccess(body, dice.pick(LOADS.filter((entry) => entry.type === type)));
}

function select(body: Body, type: Type, depth: number): void {
  value(body, type, depth);
  value(body, type, depth);
  condition(body, depth);
  if (type !== V128 && body.dice.percent(70)) body.op(0x1b);
  else body.op(0x1c, 1, type);
}

/** A block that gives the value, now and then with operands brought along. */
function blockValue(body: Body, type: Type, depth: number): void {
  const parameters = body.dice.percent(30) ? [I32, type].slice(body.dice.below(2)) : [];
  values(body, parameters, depth);
  body.open('block', { parameters, results: [type] });
  inside(body, parameters, type, depth);
  body.close();
}

function inside(body: Body, parameters: readonly Type[], type: Type, depth: number): void {
  absorb(body, parameters);
  statements(body, body.dice.below(3), depth);
  if (body.dice.percent(10)) terminator(body, depth);
  else value(body, type, depth);
}

/** Takes what a construct was given off the stack. */
export function absorb(body: Body, types: readonly Type[]): void {
  for (const type of [...types].reverse())
    if (body.dice.percent(30)) body.op(0x1a);
    else body.op(0x21, body.someLocal(type, 'write'));
}

function choiceValue(body: Body, type: Type, depth: number): void {
  const parameters = body.dice.percent(20) ? [type] : [];
  values(body, parameters, depth);
  condition(body, depth);
  body.open('if', { parameters, results: [type] });
  inside(body, parameters, type, depth);
  // An `if` whose parameters are its results needs no `else`.
  if (parameters.length === 0 || body.dice.percent(60)) {
    body.otherwise();
    inside(body, parameters, type, depth);
  }
  body.close();
}

function loopValue(body: Body, type: Type, depth: number): void {
  restartableLoop(body, body.dice.percent(50) ? [type] : [], [type], depth);
}

function callValue(body: Body, type: Type, depth: number): void {
  const fitting = callables(body).filter(({ results }) => results[0] === type);
  if (fitting.length === 0) {
    operator(body, type, depth);
    return;
  }
  const callee = body.dice.pick(fitting);
  call(body, callee, depth);
  for (let extra = 1; extra < callee.results.length; extra++) body.op(0x1a);
}

/** What may be called from here: from within loops only what ends soon, mostly. */
export function callables(body: Body): readonly Callable[] {
  return body.loops > 0 && !body.dice.percent(15)
    ? body.callable.filter(({ light }) => light)
    : body.callable;
}

/** A call, through the table where the callee stands in it; its results are on the stack. */
export function call(body: Body, callee: Callable, depth: number): void {
  const { dice, around } = body;
  callee.parameters.forEach((type, position) => {
    if (position === 0 && callee.recursive) body.constant(I32, dice.below(6));
    else value(body, type, depth - 1);
  });
  const slot = around.table.indexOf(callee);
  if (slot < 0 || dice.percent(50)) {
    body.op(0x10, callee.index);
    return;
  }
  if (dice.percent(80)) body.constant(I32, slot);
  else {
    value(body, I32, 0);
    body.constant(I32, around.tableSize - 1).op(0x71);
  }
  body.op(0x11, around.typeIndex(callee), 0);
}

function tee(body: Body, type: Type, depth: number): void {
  value(body, type, depth);
  body.op(0x22, body.someLocal(type, 'write'));
}

/** A conditional branch that carries the value to a label and leaves it here otherwise. */
function carried(body: Body, type: Type, depth: number): void {
  value(body, type, depth);
  const fitting = body.exits.filter(({ types }) => types.length === 1 && types[0] === type);
  if (fitting.length === 0) return;
  condition(body, depth);
  body.op(0x0d, body.depthOf(body.dice.pick(fitting)));
}
