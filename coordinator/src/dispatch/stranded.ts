/** Units that wait although somebody is here: everybody who is here failed on them. */
import { voteByReferee } from './quorum.ts';
import { mayTake } from './sharing.ts';
import type { Unit } from './state.ts';
import { isSilent, timelyCopies } from './units.ts';
import { isResting, offer, type World } from './world.ts';

/** How long a unit waits for somebody new after all who are here failed on it. */
const STRANDED_MS = 10_000;
/** Units of a job looked at in a tick. */
const LOOKS = 64;

/**
 * Such a unit is not left to chance: contributors without work stay, so nobody new may ever come. Whoever was only slow
 * with it, or had it among others when something failed, gets it once more; after that the referee executes it [UN1].
 */
export function tendStranded(world: World): void {
  if (world.seats === 0 || world.strain > 1) return;
  const now = world.now();
  for (const job of world.jobs.values()) {
    if (isResting(job)) continue;
    let looks = LOOKS;
    for (const unit of job.waiting) {
      if (looks-- === 0) break;
      const { failedOn, failures, state, waitingSince } = unit;
      if ((failedOn === null && failures === 0) || now - waitingSince < STRANDED_MS) continue;
      if (state.kind !== 'waiting' && timelyCopies(world, unit) > 0) continue;
      if (hasTaker(world, unit)) continue;
      if (unit.failures > 0) voteByReferee(world, unit);
      else forgive(world, unit);
    }
  }
}

/** Anybody may try again; the next time it counts. */
function forgive(world: World, unit: Unit): void {
  unit.failedOn = null;
  unit.failures = 1;
  unit.waitingSince = world.now();
  offer(world, unit.slice.job);
}

function hasTaker(world: World, unit: Unit): boolean {
  for (const { sessions } of world.auditors)
    for (const session of sessions)
      if (!isSilent(world, session) && mayTake(world, unit, session)) return true;
  return false;
}
