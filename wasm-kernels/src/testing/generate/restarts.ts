import { I32 } from '../module-of.ts';
import { type Body, countDown, type Label } from './body.ts';
import type { Type } from './operators.ts';
import { statements, typesOf } from './statements.ts';
import { absorb, condition, values } from './values.ts';

/**
 * A loop that is restarted from anywhere in it, with operands, as often as its guard allows:
 * several back edges, none of them counted in a way that a compiler would write.
 */
export function restartableLoop(
  body: Body,
  parameters: readonly Type[],
  results: readonly Type[],
  depth: number,
): void {
  const guard = body.keep(I32);
  body.constant(I32, body.dice.between(0, 6)).op(0x21, guard);
  values(body, parameters, depth);
  body.open('loop', { parameters, results }, guard);
  const label = body.labels[body.labels.length - 1];
  body.loops++;
  absorb(body, parameters);
  for (let i = body.dice.between(1, 3); i > 0; i--) {
    statements(body, body.dice.between(0, 2), depth);
    restart(body, label, depth);
  }
  body.loops--;
  values(body, results, depth);
  body.close();
}

function restart(body: Body, label: Label, depth: number): void {
  const { dice } = body;
  const conditionally = dice.percent(60);
  if (!conditionally) {
    condition(body, depth);
    body.open('if', { parameters: [], results: [] });
  }
  values(body, label.types, depth - 1);
  // Without the guard it may never end: exhaustion must find it.
  if (label.guard === null || dice.percent(1)) condition(body, depth);
  else countDown(body, label.guard);
  body.op(0x0d, body.depthOf(label));
  absorb(body, label.types);
  if (!conditionally) body.close();
}

export function someRestartableLoop(body: Body, depth: number): void {
  const results = body.dice.percent(30) ? [body.dice.pick(typesOf(body))] : [];
  const parameters = Array.from({ length: body.dice.below(3) }, () => body.dice.pick(typesOf(body)));
  restartableLoop(body, parameters, results, depth);
  absorb(body, results);
}
