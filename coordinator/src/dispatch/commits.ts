/** Group commit: everything since the last one, in one transaction; only then are contributors credited [CM1, CM2]. */

import { BatchBuilder } from './batch.ts';
import { applyBan } from './disputes.ts';
import { loseSlices } from './slices.ts';
import type { Session, World } from './state.ts';

/** How many changes may wait for the database before answers are refused for a while (STORE_BUSY). */
export const MAX_PENDING = 20_000;

export class Committer {
  readonly #world: World;
  #failed: BatchBuilder | null = null;
  #retryAt = 0;
  #running: Promise<void> | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  /** Commits what has gathered, unless a commit is under way; resolves when that one is done. Never rejects. */
  flush(): Promise<void> {
    this.#running ??= this.#commit().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  get pending(): number {
    return this.#world.batch.batch.accepted.length + this.#world.batch.batch.audits.length;
  }

  get isClean(): boolean {
    return this.#failed === null && this.#running === null && this.#world.batch.isEmpty;
  }

  async #commit(): Promise<void> {
    const world = this.#world;
    if (world.now() < this.#retryAt) return;
    const builder = this.#failed ?? world.batch;
    if (builder.isEmpty) return;
    if (this.#failed === null) world.batch = new BatchBuilder();
    try {
      const receipt = await world.ports.journal.commit(world.ports.me, builder.batch);
      this.#failed = null;
      const lost = new Set<number>(receipt.lost);
      const credited = new Map<Session, string[]>();
      for (const { session, assignment, slice } of builder.credits)
        if (world.sessions.has(session) && !(slice !== null && lost.has(slice)))
          credited.set(session, [...(credited.get(session) ?? []), assignment]);
      for (const [session, assignments] of credited) session.link.send({ kind: 'credited', assignments });
      loseSlices(world, receipt.lost);
      for (const device of receipt.banned) applyBan(world, device);
    } catch (cause) {
      this.#failed = builder;
      this.#retryAt = world.now() + 500;
      world.ports.report({ kind: 'trouble', what: 'a commit failed and will be tried again', cause });
    }
  }
}
