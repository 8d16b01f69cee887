/** Group commit: everything since the last one, in one transaction; only then are contributors credited [CM1, CM2]. */
import type { AssignmentId, SliceId } from '@manyhands/protocol';
import { BatchBuilder } from './batch.ts';
import { applyBan } from './disputes.ts';
import type { CommitReceipt } from './journal.ts';
import { loseSlices } from './slices.ts';
import type { Session } from './state.ts';
import type { World } from './world.ts';

/** Units and audits, and bytes of results, that wait for the database before nothing new is given out. */
const SOFT = { size: 100_000, bytes: 64 * 1024 * 1024 };
/** Beyond this answers are refused: whoever sends them did not get the work from here lately. */
const HARD = { size: 400_000, bytes: 256 * 1024 * 1024 };
const AGAIN_MS = 500;

/** One commit is under way while the next one gathers. */
export class Committer {
  readonly #world: World;
  #failed: BatchBuilder | null = null;
  #retryAt = 0;
  #running: Promise<void> | null = null;
  #underWay: BatchBuilder | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  /** Commits what has gathered, unless a commit is under way; resolves when that one is done. Never rejects. */
  flush(): Promise<void> {
    this.#noteBacklog();
    this.#running ??= this.#commit().finally(() => {
      this.#running = null;
      this.#noteBacklog();
    });
    return this.#running;
  }

  /** Whether answers have to be refused. */
  get isFull(): boolean {
    return this.#exceeds(HARD);
  }

  get isClean(): boolean {
    return this.#failed === null && this.#running === null && this.#world.batch.isEmpty;
  }

  #noteBacklog(): void {
    const world = this.#world;
    const wasBusy = world.storeBusy;
    world.storeBusy = this.#exceeds(SOFT);
    if (wasBusy && !world.storeBusy) world.work++;
  }

  #exceeds({ size, bytes }: typeof SOFT): boolean {
    const { batch } = this.#world;
    const other = this.#underWay;
    return batch.size + (other?.size ?? 0) > size || batch.bytes + (other?.bytes ?? 0) > bytes;
  }

  async #commit(): Promise<void> {
    const world = this.#world;
    if (world.now() < this.#retryAt) return;
    const builder = this.#failed ?? world.batch;
    if (builder.isEmpty) return;
    if (this.#failed === null) {
      builder.batch.number = world.batchNumber++;
      world.batch = new BatchBuilder();
    }
    this.#underWay = builder;
    try {
      const receipt = await world.ports.journal.commit(world.ports.me, builder.batch);
      this.#failed = null;
      this.#underWay = null;
      for (const { slice } of builder.batch.settled) world.settling.delete(slice);
      creditAll(world, builder, receipt);
      loseSlices(world, lostNow(world, builder, receipt.lost));
      for (const device of receipt.banned) applyBan(world, device);
    } catch (cause) {
      this.#failed = builder;
      this.#retryAt = world.now() + AGAIN_MS;
      world.ports.report({ kind: 'trouble', what: 'a commit failed and will be tried again', cause });
    }
  }
}

/** One frame a session, whichever of its device's sessions gave the answers. */
function creditAll(world: World, { credits }: BatchBuilder, { lost }: CommitReceipt): void {
  const bySession = new Map<Session, AssignmentId[]>();
  for (const { session, assignment, slice } of credits) {
    world.uncredited.delete(assignment);
    if (slice !== null && lost.length > 0 && lost.includes(slice)) continue;
    const now = world.sessions.has(session) ? session : [...session.device.sessions][0];
    if (now === undefined) continue;
    const others = bySession.get(now);
    if (others) others.push(assignment);
    else bySession.set(now, [assignment]);
  }
  for (const [session, assignments] of bySession)
    for (let i = 0; i < assignments.length; i += MOST_CREDITS)
      session.link.send({ kind: 'credited', assignments: assignments.slice(i, i + MOST_CREDITS) });
}

const MOST_CREDITS = 1_024;

/** A slice that was lost and came back meanwhile is not lost: what was refused had its old fence. */
function lostNow(world: World, { batch }: BatchBuilder, lost: readonly SliceId[]): SliceId[] {
  return lost.filter((id) => {
    const slice = [...world.jobs.values()]
      .map((job) => job.slices.get(id))
      .find((open) => open !== undefined);
    const { accepted, drawn, audits, reopened, finals, executed, timings, settled } = batch;
    const lists = [accepted, drawn, audits, reopened, finals, executed, timings, settled];
    return lists.every((list) => list.every((entry) => entry.slice !== id || entry.fence === slice?.fence));
  });
}
