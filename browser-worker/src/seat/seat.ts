import { type ItemResult, isKnownError, LIMITS, packResults, unpack } from '@manyhands/protocol';
import { instantiate, type Kernel, Stopped } from '@manyhands/wasm-kernels/runtime';
import type { KernelLoad, Order, SeatReport } from '../messages.ts';
import { Rest, restMs } from './pace.ts';
import type { Signal } from './signal.ts';
import { Turn } from './turn.ts';

const PAGE_BYTES = 65_536;

/**
 * The core of a compute worker: holds instantiated kernels, runs one order at a time in slices of at most 50 ms, and
 * looks at messages in between, so that a stop or a change of share takes effect at once. Inside items of hooked builds
 * it rests and stops as well.
 * Knows nothing of sockets, consent or the kind of worker it runs in.
 */
export class Seat {
  readonly #report: (report: SeatReport) => void;
  readonly #signal: Signal;
  readonly #turn: Turn;
  readonly #rest = new Rest();
  readonly #loads = new Map<string, KernelLoad>();
  readonly #kernels = new Map<string, Kernel>();

  constructor(report: (report: SeatReport) => void, signal: Signal) {
    this.#report = report;
    this.#signal = signal;
    this.#turn = new Turn(signal);
  }

  load(load: KernelLoad): void {
    this.#loads.set(load.key, load);
  }

  unload(key: string): void {
    this.#loads.delete(key);
    this.#kernels.delete(key);
  }

  limit(share: number): void {
    this.#signal.share = share;
    this.#rest.wake();
  }

  stop(order: number): void {
    this.#signal.stop(order);
    this.#rest.wake();
  }

  finish(order: number): void {
    this.#signal.finish(order);
    this.#rest.wake();
  }

  /** Computes an order and reports it; never rejects. A failure of this machine is reported as `failed`, never as a result. */
  async run(order: Order): Promise<void> {
    const { assignment } = order;
    try {
      // A kernel may use up slices while it takes its datasets.
      this.#turn.begin(order.number);
      const kernel = this.#kernelOf(order.kernel);
      this.#report({ kind: 'loaded', assignment, memoryBytes: kernel.facts.pages * PAGE_BYTES });
      this.#report({ kind: 'ended', assignment, how: await this.#compute(kernel, order) });
    } catch (error) {
      this.#kernels.delete(order.kernel);
      if (error instanceof Stopped) return this.#report({ kind: 'ended', assignment, how: 'cut' });
      const code = isKnownError(error) ? error.code : 'SEAT_FAILED';
      this.#report({ kind: 'failed', assignment, code, message: String((error as Error)?.message ?? error) });
    }
  }

  #kernelOf(key: string): Kernel {
    const present = this.#kernels.get(key);
    if (present) return present;
    const load = this.#loads.get(key);
    if (!load) throw new Error(`the kernel ${key} was not loaded into this seat`);
    const kernel = instantiate(load.module, { datasets: load.datasets, slice: this.#turn });
    this.#kernels.set(key, kernel);
    return kernel;
  }

  async #compute(kernel: Kernel, order: Order): Promise<'finished' | 'cut'> {
    const done = new Done(order.assignment, this.#turn, this.#report);
    try {
      return await this.#computeInTurns(kernel, order, done);
    } finally {
      done.tell();
    }
  }

  async #computeInTurns(kernel: Kernel, order: Order, done: Done): Promise<'finished' | 'cut'> {
    const inputs = unpack({ lengths: order.lengths, bytes: order.inputs });
    let room: number = LIMITS.assignmentBytes;
    let next = 0;
    while (next < inputs.length) {
      if (this.#signal.isFinished(order.number)) return 'cut';
      this.#turn.begin(order.number);
      for (let over = false; next < inputs.length && !over; ) {
        const result = runOrStop(kernel, inputs[next], order.fuelCap);
        // An answer is one frame: what no longer fits is given back and comes again in another assignment.
        if (result === null || result.output.length > room) return 'cut';
        room -= result.output.length;
        done.add(result);
        next++;
        over = this.#turn.itemEnded(result.fuel);
      }
      done.tellInTime();
      await this.#rest.take(restMs(this.#turn.workedMs, this.#signal.share));
    }
    return 'finished';
  }
}

/**
 * Each report costs both threads a little (`npm run bench -- engine`); what is not reported is lost with a thread that is
 * ended. After items of this length the next may be as long, so they are reported one by one.
 */
const REPORT_MS = 250;
const LONG_ITEM_MS = 50;

/** What an order has computed and not reported yet. */
class Done {
  readonly #assignment: string;
  readonly #turn: Turn;
  readonly #report: (report: SeatReport) => void;
  #results: ItemResult[] = [];
  #toldAt = performance.now();

  constructor(assignment: string, turn: Turn, report: (report: SeatReport) => void) {
    this.#assignment = assignment;
    this.#turn = turn;
    this.#report = report;
  }

  add(result: ItemResult): void {
    this.#results.push(result);
  }

  /** Several times a second at most, but for long items. */
  tellInTime(): void {
    if (performance.now() - this.#toldAt >= REPORT_MS || this.#turn.slowestMs >= LONG_ITEM_MS) this.tell();
  }

  tell(): void {
    this.#toldAt = performance.now();
    if (this.#results.length === 0) return;
    const results = packResults(this.#results.splice(0));
    const slowestMs = this.#turn.takeSlowestMs();
    this.#report({ kind: 'computed', assignment: this.#assignment, results, slowestMs });
  }
}

/** Null when the order was stopped inside the item. */
function runOrStop(kernel: Kernel, input: Uint8Array, fuelCap: bigint): ItemResult | null {
  try {
    return kernel.runItem(input, fuelCap);
  } catch (error) {
    if (error instanceof Stopped) return null;
    throw error;
  }
}
