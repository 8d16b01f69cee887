/** Statements: code that leaves the stack as it was. */
import { F32, F64, I32, I64 } from '../module-of.ts';
import type { Body, Label } from './body.ts';
import { bulk, tables } from './bulk.ts';
import { countedLoop } from './loops.ts';
import { FUNCREF, STORES, type Type, V128 } from './operators.ts';
import { someRestartableLoop } from './restarts.ts';
import { absorb, address, call, callables, condition, value, values, writeAccess } from './values.ts';

type Write = (body: Body, depth: number) => void;

const CHOICES: readonly (readonly [number, Write])[] = [
  [20, setLocal],
  [8, setGlobal],
  [16, store],
  [3, drop],
  [12, choice],
  [6, plainBlock],
  [13, countedLoop],
  [3, someRestartableLoop],
  [6, leaveSometimes],
  [3, table],
  [6, callStatement],
  [3, recurse],
  [4, bulk],
  [2, tables],
  [1, (body) => void body.op(0x01)],
];

export function statement(body: Body, depth: number): void {
  if (body.left <= 0) return;
  if (depth <= 0) setLocal(body, 1);
  else body.dice.weighted(CHOICES)(body, depth - 1);
}

export function statements(body: Body, count: number, depth: number): void {
  for (let i = 0; i < count; i++) statement(body, depth);
}

/** The types of values that the module uses. */
export const typesOf = (body: Body): readonly Type[] =>
  body.around.simd ? [I32, I32, I64, F32, F64, V128] : [I32, I32, I64, F32, F64];

export function setLocal(body: Body, depth: number): void {
  const type = body.around.references && body.dice.percent(3) ? FUNCREF : body.dice.pick(typesOf(body));
  value(body, type, depth + 1);
  body.op(0x21, body.someLocal(type, 'write'));
}

function setGlobal(body: Body, depth: number): void {
  const { dice, around } = body;
  const mutable = around.globals.flatMap((global, index) => (global.mutable ? [index] : []));
  if (mutable.length === 0) {
    setLocal(body, depth);
    return;
  }
  const index = dice.pick(mutable);
  value(body, around.globals[index].type, depth);
  body.op(0x24, index);
}

function store(body: Body, depth: number): void {
  const type = body.dice.pick(typesOf(body));
  address(body, depth);
  value(body, type, depth);
  writeAccess(body, body.dice.pick(STORES.filter((entry) => entry.type === type)));
}

function drop(body: Body, depth: number): void {
  value(body, body.dice.pick(typesOf(body)), depth);
  body.op(0x1a);
}

function choice(body: Body, depth: number): void {
  condition(body, depth);
  body.open('if', { parameters: [], results: [] });
  sequence(body, depth);
  if (body.dice.percent(50)) {
    body.otherwise();
    sequence(body, depth);
  }
  body.close();
}

/** Some statements; sometimes nothing gets to their end. */
function sequence(body: Body, depth: number): void {
  statements(body, body.dice.between(0, 3), depth);
  if (body.dice.percent(12)) terminator(body, depth);
}

function plainBlock(body: Body, depth: number): void {
  const parameters = body.dice.percent(25) ? [body.dice.pick(typesOf(body)), I32] : [];
  const results = body.dice.percent(25) ? [I32, body.dice.pick(typesOf(body))] : [];
  values(body, parameters, depth);
  body.open('block', { parameters, results });
  absorb(body, parameters);
  statements(body, body.dice.between(1, 4), depth);
  if (body.dice.percent(15)) terminator(body, depth);
  else values(body, results, depth);
  body.close();
  absorb(body, results);
}

/** Ends the present code: a branch, a return, a trap. What is written after it is never executed, but must be valid. */
export function terminator(body: Body, depth: number): void {
  const { dice } = body;
  const label = dice.pick(body.exits.length > 0 ? body.exits : [null]);
  if (label === null || dice.percent(4)) {
    if (label !== null || dice.percent(10)) body.op(0x00);
    else return;
  } else {
    values(body, label.types, depth);
    if (body.mayReturn && dice.percent(25) && label.kind === 'function') body.op(0x0f);
    else if (dice.percent(20)) branchTable(body, label, depth);
    else body.op(0x0c, body.depthOf(label));
  }
  // The stack is now whatever the rest wants it to be.
  if (dice.percent(30)) statements(body, dice.between(1, 2), depth - 1);
  const open = body.labels[body.labels.length - 1];
  const wanted = open.kind === 'loop' ? [] : open.types;
  if (dice.percent(40) && open.kind !== 'loop') values(body, wanted, depth - 1);
  else body.op(0x00);
}

/** `br_table` over labels that carry the same. */
function branchTable(body: Body, label: Label, depth: number): void {
  const same = body.exits.filter(
    ({ types }) => types.length === label.types.length && types.every((type, i) => type === label.types[i]),
  );
  const targets = Array.from({ length: body.dice.below(5) }, () => body.depthOf(body.dice.pick(same)));
  value(body, I32, depth);
  if (body.dice.percent(70)) body.constant(I32, 3).op(0x71);
  body.op(0x0e, targets.length, ...targets, body.depthOf(label));
}

/** A switch: nested blocks, a table of branches, and cases that fall through. */
function table(body: Body, depth: number): void {
  const count = body.dice.between(1, 4);
  for (let i = 0; i < count; i++) body.open('block', { parameters: [], results: [] });
  value(body, I32, depth);
  body.constant(I32, 7).op(0x71);
  const targets = Array.from({ length: body.dice.between(1, 8) }, () => body.dice.below(count));
  body.op(0x0e, targets.length, ...targets, body.dice.below(count));
  for (let i = 0; i < count; i++) {
    body.close();
    statements(body, body.dice.below(3), depth);
    const empty = body.exits.filter(({ types }) => types.length === 0);
    if (body.dice.percent(30) && empty.length > 0) {
      body.constant(I32).op(0x0d, body.depthOf(body.dice.pick(empty)));
    }
  }
}

function leaveSometimes(body: Body, depth: number): void {
  const { exits, dice } = body;
  if (exits.length === 0) {
    setLocal(body, depth);
    return;
  }
  const label = dice.pick(exits);
  values(body, label.types, depth);
  condition(body, depth);
  body.op(0x0d, body.depthOf(label));
  absorb(body, label.types);
}

function callStatement(body: Body, depth: number): void {
  const known = callables(body);
  if (known.length === 0) {
    setLocal(body, depth);
    return;
  }
  const callee = body.dice.pick(known);
  call(body, callee, depth);
  absorb(body, callee.results);
}

/** A call of the function itself, one level less deep; hardly ever without end. */
function recurse(body: Body, depth: number): void {
  const { self, dice } = body;
  if (!self.recursive || body.loops > 1) {
    setLocal(body, depth);
    return;
  }
  body
    .op(0x20, 0)
    .constant(I32, 0)
    .op(dice.percent(98) ? 0x4a : 0x4e);
  body.open('if', { parameters: [], results: [] });
  body.op(0x20, 0).constant(I32, 1).op(0x6b);
  values(body, self.parameters.slice(1), depth - 1);
  body.op(0x10, self.index);
  absorb(body, self.results);
  body.close();
}
