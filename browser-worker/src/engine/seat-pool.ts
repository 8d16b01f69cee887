import { isKnownError } from '@manyhands/protocol';
import type { Permit } from '../consent.ts';
import type { RunningUnit } from '../messages.ts';
import type { Assignment } from './assignment.ts';
import { backoffMs } from './backoff.ts';
import { BuildChoice } from './build-choice.ts';
import type { Library } from './library.ts';
import { type Completion, type Progress, RemoteSeat, type SeatWorker } from './remote-seat.ts';

export interface SeatPoolOptions {
  readonly library: Library;
  /** Whether only hooked builds may run here. */
  readonly onlyHooked: boolean;
  spawn(): SeatWorker;
  random(): number;
  /** An assignment ended; results of none of its items mean that it is given back. */
  completed(assign: Assignment, completion: Completion): void;
  /** Seats or what they run have changed. */
  changed(): void;
}

interface Slot {
  state: 'open' | 'closed';
  resting: boolean;
  seat: RemoteSeat | null;
  unit: RunningUnit | null;
  wake: (() => void) | null;
  /** Ends a closed slot that takes too long. */
  late: ReturnType<typeof setTimeout> | undefined;
}

/** How long a seat may take to end its present item, or to stop inside it, before its worker is ended [CO2]. */
const STOP_MS = 350;
/** How long a seat that is no longer wanted may take for its present item: what is cut off has to be computed again. */
const FINISH_MS = 5_000;

/** The seats of this device: each takes assignments from one queue, one after the other. */
export class SeatPool {
  readonly #options: SeatPoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #loops = new Set<Promise<void>>();
  readonly #cancelled = new Set<string>();
  readonly #builds: BuildChoice;
  #queue: Assignment[] = [];
  #threads = 0;
  #share = 1;

  constructor(options: SeatPoolOptions) {
    this.#options = options;
    this.#builds = new BuildChoice(options.onlyHooked);
  }

  /** Seats that could take work now. */
  get ready(): number {
    return [...this.#slots].filter((slot) => slot.state === 'open' && !slot.resting).length;
  }

  get queued(): number {
    return this.#queue.length;
  }

  get running(): RunningUnit[] {
    return [...this.#slots].flatMap((slot) => slot.unit ?? []);
  }

  /**
   * Makes as many seats, and as busy, as the permit says; without one there are none [CO1]. A seat too many ends its
   * present item; what is left of its work is given back, and all that waits where no seat is left.
   */
  apply({ consent: { threads, share } }: Permit): void {
    this.#threads = threads;
    this.#share = share;
    for (const slot of this.#slots) slot.seat?.limit(share);
    const open = [...this.#slots].filter((slot) => slot.state === 'open');
    for (const slot of open.slice(threads)) leave(slot);
    const closed = [...this.#slots].filter((slot) => slot.state === 'closed');
    for (let seats = open.length; seats < threads; seats++) {
      const slot = closed.shift();
      if (slot) reopen(slot);
      else this.#openSlot();
    }
    // Said before anything is given back, or it would come again.
    this.#options.changed();
    if (threads === 0) this.#giveBackQueue();
  }

  take(assign: Assignment): void {
    if (this.held.includes(assign.assignment)) return;
    if (this.#threads === 0) {
      this.#options.completed(assign, NOTHING);
      return;
    }
    this.#queue.push(assign);
    for (const slot of this.#slots) slot.wake?.();
  }

  /** Assignments that wait for a seat or are on one. */
  get held(): string[] {
    return [...this.#queue, ...this.running].map(({ assignment }) => assignment);
  }

  /** Drops an assignment that is no longer wanted. */
  cancel(assignment: string): void {
    this.#queue = this.#queue.filter((assign) => assign.assignment !== assignment);
    for (const slot of this.#slots) {
      if (slot.unit?.assignment !== assignment) continue;
      this.#cancelled.add(assignment);
      slot.seat?.stop();
    }
  }

  /** Lets seats finish what they compute, for `ms` at most; what waits for one is completed without results. */
  async drain(ms: number): Promise<void> {
    this.#giveBackQueue();
    for (const slot of this.#slots) {
      slot.state = 'closed';
      slot.wake?.();
    }
    let late: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise((resolve) => {
      late = setTimeout(resolve, ms);
    });
    await Promise.race([Promise.all(this.#loops), timeout]);
    clearTimeout(late);
  }

  /** Ends all seats; what they finished so far is completed first. Resolves within {@link STOP_MS}. */
  async stop(): Promise<void> {
    this.#giveBackQueue();
    for (const slot of this.#slots) close(slot);
    const late = setTimeout(() => {
      for (const slot of this.#slots) slot.seat?.kill('cut', 'stopped');
    }, STOP_MS);
    await Promise.race([
      Promise.all(this.#loops),
      new Promise((resolve) => setTimeout(resolve, STOP_MS + 50)),
    ]);
    clearTimeout(late);
  }

  #giveBackQueue(): void {
    for (const assign of this.#queue.splice(0)) this.#options.completed(assign, NOTHING);
  }

  #openSlot(): void {
    const begun = { resting: false, seat: null, unit: null, wake: null, late: undefined };
    const slot: Slot = { state: 'open', ...begun };
    this.#slots.add(slot);
    const loop = this.#serve(slot).finally(() => {
      clearTimeout(slot.late);
      slot.seat?.kill('cut', 'stopped');
      this.#slots.delete(slot);
      this.#loops.delete(loop);
      this.#options.changed();
    });
    this.#loops.add(loop);
  }

  async #serve(slot: Slot): Promise<void> {
    let failures = 0;
    while (slot.state === 'open') {
      const assign = this.#queue.shift();
      if (!assign) {
        await waken(slot);
        continue;
      }
      const completion = await this.#compute(slot, assign);
      if (!this.#cancelled.delete(assign.assignment)) this.#options.completed(assign, completion);
      failures = completion.kind === 'failed' ? failures + 1 : 0;
      if (failures > 0) await this.#recover(slot, failures);
    }
  }

  async #compute(slot: Slot, assign: Assignment): Promise<Completion> {
    this.#show(slot, assign, { done: 0, memoryBytes: 0, slowestMs: 0 });
    try {
      const volume = await this.#options.library.open(this.#builds.of(assign), assign.datasets);
      if (slot.state === 'closed' || this.#cancelled.has(assign.assignment)) return NOTHING;
      const seat = this.#seatOf(slot);
      return await seat.compute(assign, volume, (progress) => {
        this.#builds.learn(assign, progress.slowestMs, this.#share);
        this.#show(slot, assign, progress);
      });
    } catch (error) {
      const code = isKnownError(error) ? error.code : 'SEAT_FAILED';
      return { kind: 'failed', results: [], code, message: (error as Error).message };
    } finally {
      slot.unit = null;
      this.#options.changed();
    }
  }

  #seatOf(slot: Slot): RemoteSeat {
    if (slot.seat && !slot.seat.ended) return slot.seat;
    slot.seat = new RemoteSeat(this.#options.spawn());
    slot.seat.limit(this.#share);
    return slot.seat;
  }

  /** A seat that failed gets a new worker, and time for what was wrong (memory, network) to pass. */
  async #recover(slot: Slot, failures: number): Promise<void> {
    slot.seat?.kill('cut', 'replaced');
    slot.seat = null;
    slot.resting = true;
    this.#options.changed();
    await waken(slot, backoffMs(failures - 1, this.#options.random()));
    slot.resting = false;
    this.#options.changed();
  }

  #show(slot: Slot, assign: Assignment, { done, memoryBytes }: Progress): void {
    const { assignment, job, title, kernel, researcher, fuelCap } = assign;
    const items = assign.lengths.length / 4;
    slot.unit = { assignment, job, title, kernel, researcher, fuelCap, items, done, memoryBytes };
    this.#options.changed();
  }
}

const NOTHING: Completion = { kind: 'cut', results: [] };

/** Closes a slot without haste: its item may come to its end. */
function leave(slot: Slot): void {
  slot.state = 'closed';
  slot.seat?.finish();
  slot.wake?.();
  slot.late = setTimeout(() => {
    slot.seat?.stop();
    slot.late = setTimeout(() => slot.seat?.kill('cut', 'stopped'), STOP_MS);
  }, FINISH_MS);
}

/** A slot that has not ended yet goes on, with its worker. */
function reopen(slot: Slot): void {
  clearTimeout(slot.late);
  slot.state = 'open';
}

function close(slot: Slot): void {
  slot.state = 'closed';
  slot.seat?.stop();
  slot.wake?.();
}

/** Resolves when the slot is woken and not resting, or closed, or after `ms`. */
function waken(slot: Slot, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      slot.wake = null;
      resolve();
    }
    slot.wake = () => {
      if (ms === undefined || slot.state === 'closed') done();
    };
  });
}
