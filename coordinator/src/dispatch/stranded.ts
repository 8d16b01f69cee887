/** Units that nobody here can compute: the referee's, or another coordinator's. */

import { voteByReferee } from './quorum.ts';
import { dropSlice } from './settling.ts';
import { mayTake } from './sharing.ts';
import type { Session, Unit } from './state.ts';
import type { World } from './world.ts';

/** How long a unit waits for somebody new after all who are here failed on it. */
const FAILED_MS = 10_000;
/** How long a coordinator without open seats keeps what waits. */
const SEATLESS_MS = 5_000;
const LOOKS = 16;

/** What every device here failed on goes to the referee; a failure is nobody's lie. */
export function tendFailed(world: World): void {
  if (world.seats === 0) return;
  const now = world.now();
  for (const job of world.jobs.values()) {
    let looks = LOOKS;
    for (const unit of job.waiting) {
      if (looks-- === 0) break;
      if (unit.failedOn === null || unit.state.kind !== 'waiting' || now - unit.waitingSince < FAILED_MS)
        continue;
      if (!hasTaker(world, unit)) voteByReferee(world, unit);
    }
  }
}

const hasTaker = (world: World, unit: Unit): boolean =>
  [...world.sessions].some((session: Session) => session.open > 0 && mayTake(unit, session));

/** Gives slices with waiting work back while there is nobody to compute it; everything of them is committed. */
export class Seatless {
  #since: number | null = null;

  async tend(world: World, isClean: boolean): Promise<void> {
    const now = world.now();
    const isIdle = world.seats === 0 && [...world.jobs.values()].some((job) => job.counts.waiting > 0);
    if (!isIdle) this.#since = null;
    else this.#since ??= now;
    if (this.#since === null || now - this.#since < SEATLESS_MS || !isClean || world.draining) return;
    this.#since = null;
    for (const job of world.jobs.values()) {
      for (const slice of [...job.slices.values()]) dropSlice(world, slice);
      job.claimAfter = now + SEATLESS_MS;
    }
    try {
      await world.ports.journal.release(world.ports.me);
    } catch (cause) {
      // They are still this coordinator's: the next claim gets them again.
      world.ports.report({ kind: 'trouble', what: 'slices could not be given back', cause });
    }
  }
}
