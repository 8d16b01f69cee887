/** Statements on stretches of memory and on the table. */
import { I32 } from '../module-of.ts';
import { PASSIVE_ELEMENTS } from './assemble.ts';
import type { Body } from './body.ts';
import { FUNCREF } from './operators.ts';
import { setLocal } from './statements.ts';
import { address, value } from './values.ts';

/** Fills, copies and initialisations, short ones; seldom beyond the end. */
export function bulk(body: Body, depth: number): void {
  const { dice, around } = body;
  const kind = dice.below(around.passive.length > 0 ? 4 : 2);
  if (kind === 3 && dice.percent(60)) {
    setLocal(body, depth);
    return;
  }
  if (kind === 3) {
    body.op(0xfc09, dice.below(around.passive.length));
    return;
  }
  address(body, depth);
  if (kind === 0) value(body, I32, depth);
  else if (kind === 1) address(body, depth);
  else body.constant(I32, dice.below(3));
  length(body, dice.pick([3, 7, 63]), depth);
  if (kind === 0) body.op(0xfc0b, 0);
  else if (kind === 1) body.op(0xfc0a, 0, 0);
  else body.op(0xfc08, dice.below(around.passive.length), 0);
}

function length(body: Body, mask: number, depth: number): void {
  value(body, I32, depth);
  // Beyond the present end of a memory that grows, a build has zeros where the module traps.
  if (body.around.growing || !body.dice.percent(1)) body.constant(I32, mask).op(0x71);
}

/** Instructions on the table. */
export function tables(body: Body, depth: number): void {
  const { dice, around } = body;
  if (!around.references || around.tableSize === 0) {
    setLocal(body, depth);
    return;
  }
  const slot = (): unknown => body.constant(I32, dice.below(around.tableSize));
  switch (dice.below(6)) {
    case 0:
      slot();
      value(body, FUNCREF, 0);
      body.op(0x26, 0);
      return;
    case 1:
      body.op(0xfc10, 0).op(0x21, body.someLocal(I32, 'write'));
      return;
    case 2:
      value(body, FUNCREF, 0);
      length(body, 3, 1);
      body.op(0xfc0f, 0).op(0x21, body.someLocal(I32, 'write'));
      return;
    case 3:
      slot();
      value(body, FUNCREF, 0);
      body.constant(I32, dice.below(2)).op(0xfc11, 0);
      return;
    case 4:
      slot();
      slot();
      body.constant(I32, dice.below(2)).op(0xfc0e, 0, 0);
      return;
    default:
      slot();
      body.constant(I32, 0).constant(I32, dice.below(2)).op(0xfc0c, PASSIVE_ELEMENTS, 0);
  }
}
