/**
 * Counted loops in the shapes that compilers emit: what a rewriter may charge at once instead of in every round.
 * Up and down, signed and unsigned, tested at the top and at the bottom, near the ends of the number range, with
 * early exits and several ways back; some never end.
 */
import { I32 } from '../module-of.ts';
import type { Body } from './body.ts';
import { begin, type Plan, RELATION, type Relation } from './loop-plan.ts';
import { statements } from './statements.ts';
import { condition, value } from './values.ts';

/** The relation that holds when the other does not, and the one with its sides exchanged. */
const OPPOSITE: readonly Relation[] = [1, 0, 8, 9, 6, 7, 4, 5, 2, 3];
const EXCHANGED: readonly Relation[] = [0, 1, 4, 5, 2, 3, 8, 9, 6, 7];

export function countedLoop(body: Body, depth: number): void {
  const plan = begin(body);
  const outer = body.floor;
  body.loops++;
  const closed = body.dice.percent(60);
  body.dice.weighted<(closed: boolean) => void>([
    [5, (only) => bottomTested(body, plan, depth, only)],
    [3, (only) => topTestedBlock(body, plan, depth, only)],
    [3, (only) => topTestedIf(body, plan, depth, only)],
  ])(closed);
  body.loops--;
  body.floor = outer;
}

/** `counter += step`. */
function advance(body: Body, plan: Plan, leave: 'nothing' | 'value'): void {
  const { width, counter, step, stepLocal, pointer } = plan;
  const { dice } = body;
  if (pointer !== null)
    body.op(0x20, pointer.local).constant(I32, pointer.step).op(0x6a).op(0x21, pointer.local);
  body.op(0x20, counter);
  if (stepLocal !== null) body.op(0x20, stepLocal).op(step > 0n ? width.add : width.sub);
  else if (dice.percent(15)) body.constant(width.type, -step).op(width.sub);
  else body.constant(width.type, step).op(width.add);
  body.op(leave === 'value' ? 0x22 : 0x21, counter);
}

/** Leaves whether the loop goes on; with the counter on the stack already, or not. */
function test(body: Body, plan: Plan, has: 'counter' | 'nothing', wanted: boolean): void {
  const { width, counter, limit, shift, relation } = plan;
  const { dice } = body;
  const negate = dice.percent(15);
  const effective = wanted === negate ? OPPOSITE[relation] : relation;
  const exchanged = has === 'nothing' && dice.percent(20);
  const writeLimit = (): unknown =>
    typeof limit === 'bigint' ? body.constant(width.type, limit) : body.op(0x20, limit);
  const writeCounter = (): void => {
    if (has === 'nothing') body.op(0x20, counter);
    if (shift !== 0n) body.constant(width.type, shift).op(width.add);
  };
  if (exchanged) {
    writeLimit();
    writeCounter();
  } else {
    writeCounter();
    if (effective === RELATION.ne && width.type === I32 && shortTest(body, limit)) {
      if (negate) body.op(0x45);
      return;
    }
    writeLimit();
  }
  body.op(width.compare + (exchanged ? EXCHANGED[effective] : effective));
  if (negate) body.op(0x45);
}

/** `counter != limit` without a comparison: the counter itself where the limit is 0, a difference otherwise. */
function shortTest(body: Body, limit: number | bigint): boolean {
  if (limit === 0n) return body.dice.percent(70);
  if (!body.dice.percent(10)) return false;
  if (typeof limit === 'bigint') body.constant(I32, limit);
  else body.op(0x20, limit);
  body.op(body.dice.percent(50) ? 0x6b : 0x73);
  return true;
}

/** Rounds of a loop: its statements, ways to go on early, and now and then a write to its counter. */
function rounds(body: Body, plan: Plan, depth: number, goOn: (() => void) | null): void {
  const { dice } = body;
  statements(body, dice.below(3), depth);
  if (plan.pointer !== null && dice.percent(60)) {
    body.op(0x20, plan.pointer.local);
    value(body, I32, 1);
    body.op(dice.pick([0x36, 0x3a]), 0, dice.below(8));
  }
  if (dice.percent(15) && goOn !== null) {
    condition(body, 1);
    body.open('if', { parameters: [], results: [] });
    statements(body, dice.below(2), depth - 1);
    goOn();
    body.close();
  }
  statements(body, dice.below(2), depth);
  if (dice.percent(4)) {
    value(body, plan.width.type, 1);
    body.constant(plan.width.type, 15).op(plan.width.and).op(0x21, plan.counter);
  }
}

function bottomTested(body: Body, plan: Plan, depth: number, closed: boolean): void {
  const { dice } = body;
  body.open('loop', { parameters: [], results: [] });
  const label = body.labels[body.labels.length - 1];
  if (closed) body.floor = body.labels.length - 1;
  const again = (): void => {
    advance(body, plan, 'nothing');
    body.op(0x0c, body.depthOf(label));
  };
  rounds(body, plan, depth, dice.percent(50) ? again : null);
  const order = dice.below(10);
  if (order < 5) {
    advance(body, plan, 'value');
    test(body, plan, 'counter', true);
  } else if (order < 8) {
    advance(body, plan, 'nothing');
    test(body, plan, 'nothing', true);
  } else {
    test(body, plan, 'nothing', true);
    advance(body, plan, 'nothing');
  }
  body.op(0x0d, body.depthOf(label));
  body.close();
}

function topTestedBlock(body: Body, plan: Plan, depth: number, closed: boolean): void {
  body.open('block', { parameters: [], results: [] });
  const out = body.labels[body.labels.length - 1];
  body.open('loop', { parameters: [], results: [] });
  const label = body.labels[body.labels.length - 1];
  if (closed) body.floor = body.labels.length - 1;
  statements(body, body.dice.percent(20) ? 1 : 0, depth - 1);
  test(body, plan, 'nothing', false);
  body.op(0x0d, body.depthOf(out));
  const again = (): void => {
    advance(body, plan, 'nothing');
    body.op(0x0c, body.depthOf(label));
  };
  rounds(body, plan, depth, again);
  again();
  body.close();
  body.close();
}

function topTestedIf(body: Body, plan: Plan, depth: number, closed: boolean): void {
  body.open('loop', { parameters: [], results: [] });
  const label = body.labels[body.labels.length - 1];
  if (closed) body.floor = body.labels.length - 1;
  test(body, plan, 'nothing', true);
  body.open('if', { parameters: [], results: [] });
  const again = (): void => {
    advance(body, plan, 'nothing');
    body.op(0x0c, body.depthOf(label));
  };
  rounds(body, plan, depth, again);
  again();
  body.close();
  body.close();
}
