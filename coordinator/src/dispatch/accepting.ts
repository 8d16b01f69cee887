/** An answer taken on hold, and one that is refuted. */
import { blockOf, drawAudits } from '@manyhands/protocol';
import { dropAudits, oweAudits } from './auditing.ts';
import { drawOf } from './draws.ts';
import type { UnitAnswer } from './journal.ts';
import { settleIfDone } from './settling.ts';
import { Accepted, type AcceptedUnit, isAccepted, type Unit } from './state.ts';
import { cancelCopies, deviceOf, enter, putBack, unitKey } from './units.ts';
import { visitedBy } from './visit-sums.ts';
import { markDirty, type World } from './world.ts';

const NO_POSITIONS: readonly number[] = [];

export interface Taken {
  readonly answer: UnitAnswer;
  readonly fuel: number;
  readonly trapped: number;
  readonly prefix: string;
}

/** Takes an answer on hold and draws its audits [VF4]. What becomes final by it is seen at the end of the tick. */
export function accept(world: World, unit: Unit, { answer, fuel, trapped, prefix }: Taken): AcceptedUnit {
  const { job } = unit.slice;
  const audited = answer.device !== 'referee' && answer.ratePpm > 0;
  const positions = audited
    ? drawAudits(drawOf(job.terms.drawSecret, answer, unit.count, 0), answer.ratePpm)
    : NO_POSITIONS;
  const state = new Accepted({ kind: 'held', answer, fuel, prefix, drawn: positions.length, positions });
  if (trapped > 0) state.trapped = trapped;
  enter(unit, state);
  job.waiting.delete(unit);
  cancelCopies(world, unit);
  unit.seq = world.counter++;
  const { batch } = world;
  const { size } = blockOf(answer.results);
  batch.bytes += size;
  unit.slice.answerBytes += size;
  const { slice, first, attempt, count } = unit;
  const { id, fence } = slice;
  batch.batch.accepted.push({
    job: job.terms.id,
    slice: id,
    fence,
    first,
    attempt,
    count,
    answer,
    positions,
  });
  job.paceItems += unit.count;
  const accepted = unit as AcceptedUnit;
  oweAudits(world, accepted, positions, null);
  const device = deviceOf(world, accepted);
  if (device) {
    device.held.push(accepted);
    device.heldItems += unit.count;
    markDirty(world, device);
  }
  unit.call?.answered(accepted);
  return accepted;
}

/** Runs a unit again under the next attempt: its answer is refuted, or its device is. The caller takes it off its device. */
export function reopen(world: World, unit: Unit): void {
  if (!isAccepted(unit)) return;
  const { answer, passed, kind, finalIn, fuel } = unit.state;
  const { batch } = world;
  const { slice } = unit;
  // Never final and reopened in one commit: what is not yet written as final never was.
  const unsaid = kind === 'final' && finalIn === world.batchNumber;
  if (unsaid) takeBackFinal(world, unit);
  const was = unsaid ? 'held' : kind;
  if (kind === 'held') slice.answerBytes -= blockOf(answer.results).size;
  batch.batch.reopened.push({
    ...unitKey(unit),
    device: answer.device,
    items: unit.count,
    was,
    visited: visitedBy(answer.paid, BigInt(fuel)),
  });
  dropAudits(unit);
  // What was final was paid, its auditors included.
  if (was === 'held') unit.arrears = [...(unit.arrears ?? []), ...passed];
  else {
    unit.alreadyPaid = true;
    unit.arrears = null;
  }
  unit.attempt++;
  unit.votes = null;
  unit.call = null;
  if (slice.job.cancelled) return;
  putBack(world, unit);
  settleIfDone(world, slice);
}

function takeBackFinal(world: World, unit: Unit): void {
  const { finals } = world.batch.batch;
  const at = finals.findLastIndex(
    (final) => final.slice === unit.slice.id && final.first === unit.first && final.attempt === unit.attempt,
  );
  if (at >= 0) finals.splice(at, 1);
}
