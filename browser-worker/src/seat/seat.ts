import { type ItemResult, isKnownError, LIMITS, packResults, unpack } from '@manyhands/protocol';
import { instantiate, type Kernel } from '@manyhands/wasm-kernels/runtime';
import type { KernelLoad, Order, SeatReport } from '../messages.ts';
import { Rest, restMs, sliceMs } from './pace.ts';

const PAGE_BYTES = 65_536;

/**
 * The core of a compute worker: holds instantiated kernels, runs one order at a time in slices of at most 50 ms, and
 * looks at messages in between, so that a stop or a change of share takes effect at once.
 * Knows nothing of sockets, consent or the kind of worker it runs in.
 */
export class Seat {
  readonly #report: (report: SeatReport) => void;
  readonly #rest = new Rest();
  readonly #loads = new Map<string, KernelLoad>();
  readonly #kernels = new Map<string, Kernel>();
  #share = 1;
  #stopped = false;

  constructor(report: (report: SeatReport) => void) {
    this.#report = report;
  }

  load(load: KernelLoad): void {
    this.#loads.set(load.key, load);
  }

  unload(key: string): void {
    this.#loads.delete(key);
    this.#kernels.delete(key);
  }

  limit(share: number): void {
    this.#share = share;
    this.#rest.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#rest.wake();
  }

  /** Computes an order and reports it; never rejects. A failure of this machine is reported as `failed`, never as a result. */
  async run(order: Order): Promise<void> {
    this.#stopped = false;
    const { assignment } = order;
    try {
      const kernel = this.#kernelOf(order.kernel);
      this.#report({ kind: 'loaded', assignment, memoryBytes: kernel.facts.pages * PAGE_BYTES });
      this.#report({ kind: 'ended', assignment, how: await this.#compute(kernel, order) });
    } catch (error) {
      this.#kernels.delete(order.kernel);
      const code = isKnownError(error) ? error.code : 'SEAT_FAILED';
      this.#report({ kind: 'failed', assignment, code, message: String((error as Error)?.message ?? error) });
    }
  }

  #kernelOf(key: string): Kernel {
    const present = this.#kernels.get(key);
    if (present) return present;
    const load = this.#loads.get(key);
    if (!load) throw new Error(`the kernel ${key} was not loaded into this seat`);
    const kernel = instantiate(load.module, { datasets: [...load.datasets] });
    this.#kernels.set(key, kernel);
    return kernel;
  }

  async #compute(kernel: Kernel, order: Order): Promise<'finished' | 'cut'> {
    const inputs = unpack({ lengths: order.lengths, bytes: order.inputs });
    let room: number = LIMITS.assignmentBytes;
    let next = 0;
    while (next < inputs.length) {
      if (this.#stopped) return 'cut';
      const started = performance.now();
      const results: ItemResult[] = [];
      do {
        const result = kernel.runItem(inputs[next], order.fuelCap);
        // An answer is one frame: what no longer fits is given back and comes again in another assignment.
        if (result.output.length > room) {
          this.#computed(order, results);
          return 'cut';
        }
        room -= result.output.length;
        results.push(result);
        next++;
      } while (next < inputs.length && performance.now() - started < sliceMs(this.#share));
      this.#computed(order, results);
      await this.#rest.take(restMs(performance.now() - started, this.#share));
    }
    return 'finished';
  }

  #computed({ assignment }: Order, results: readonly ItemResult[]): void {
    if (results.length > 0) this.#report({ kind: 'computed', assignment, results: packResults(results) });
  }
}
