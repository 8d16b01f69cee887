import { Breath } from '../db/breath.ts';
import type { Db } from '../db/db.ts';
import { findHeldSlices } from '../db/journal/find-held-slices.ts';
import { readLog } from '../db/journal/read-segments.ts';
import { type VisitId, visitOf } from '../domain/site-shares.ts';

const REMEMBERED_MS = 5_000;

/**
 * Fuel on hold by visit, over all slices that are being worked. Not counted as it comes, since commits are to cost nothing
 * for it; read at most every few seconds, whoever asks and however often.
 */
export class HeldWork {
  readonly #db: Db;
  readonly #now: () => number;
  #read: Promise<ReadonlyMap<VisitId, bigint>> | null = null;
  #since = 0;

  /** `now`: milliseconds. */
  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  byVisit(): Promise<ReadonlyMap<VisitId, bigint>> {
    if (this.#read !== null && this.#now() - this.#since < REMEMBERED_MS) return this.#read;
    this.#since = this.#now();
    this.#read = readHeld(this.#db);
    this.#read.catch(() => {
      this.#read = null;
    });
    return this.#read;
  }
}

async function readHeld(db: Db): Promise<ReadonlyMap<VisitId, bigint>> {
  const held = new Map<VisitId, bigint>();
  const breath = new Breath();
  for (const slice of await findHeldSlices(db)) {
    for (const unit of (await readLog(db, slice)).units()) {
      const visit = unit.state === 'held' ? visitOf(unit.paid) : null;
      if (visit !== null) held.set(visit, (held.get(visit) ?? 0n) + unit.fuel);
    }
    await breath.taken();
  }
  return held;
}
