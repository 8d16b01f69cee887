/** The last draw of a unit: what passes it is final. */
import { drawAudits, FINAL_LOOK, finalPpmOf } from '@manyhands/protocol';
import { oweAudits } from './auditing.ts';
import { drawOf } from './draws.ts';
import type { AcceptedUnit } from './state.ts';
import { unitKey } from './units.ts';
import type { World } from './world.ts';

/**
 * Draws the final look over a unit that nothing else holds, once; false while something of it is owed. Where it
 * gives no position there is nothing to write down: anyone can tell so from the secret [VF4]. A unit that came back from
 * the database is looked at again, and gets the same positions.
 */
export function passesFinalLook(world: World, unit: AcceptedUnit): boolean {
  const { state, slice, count } = unit;
  const { policy, drawSecret } = slice.job.terms;
  const finalPpm = finalPpmOf(policy);
  if (state.looked || finalPpm === 0) return true;
  state.looked = true;
  const positions = drawAudits(drawOf(drawSecret, state.answer, count, FINAL_LOOK), finalPpm);
  if (positions.length === 0) return true;
  world.batch.batch.drawn.push({ ...unitKey(unit), round: FINAL_LOOK, positions });
  const fresh = positions.filter((position) => !state.positions.includes(position));
  state.positions = [...state.positions, ...fresh];
  oweAudits(world, unit, fresh, null);
  return fresh.length === 0;
}
