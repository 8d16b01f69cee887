import { type AssignFrame, type ItemResult, unpackResults } from '@manyhands/protocol';
import { type Endpoint, type Remote, releaseProxy, transfer, wrap } from 'comlink';
import type { SeatApi, SeatReport } from '../messages.ts';
import type { Volume } from './library.ts';

/** A worker or thread that serves a seat. */
export interface SeatWorker {
  readonly endpoint: Endpoint;
  /** Ends it at once, whatever it does. */
  terminate(): void;
  /** Called at most once, when it ends by itself or cannot be started. */
  onDeath(listener: (why: string) => void): void;
}

/** How an assignment ended on a seat, with the results of its first items. */
export type Completion =
  | { readonly kind: 'finished' | 'cut'; readonly results: readonly ItemResult[] }
  | {
      readonly kind: 'failed';
      readonly results: readonly ItemResult[];
      readonly code: string;
      readonly message: string;
    };

interface Run {
  readonly assignment: string;
  readonly results: ItemResult[];
  readonly silenceMs: number;
  readonly progressed: (done: number, memoryBytes: number) => void;
  readonly end: (completion: Completion) => void;
  memoryBytes: number;
}

/** Instantiated kernels a seat keeps: each holds its whole memory. */
const KERNELS_KEPT = 2;
/** Slower than any machine that can run a browser: a million instructions take this many milliseconds at most. */
const SLOWEST_MS_PER_MILLION = 100;
const GRACE_MS = 10_000;

/** The engine's side of one seat: survives whatever the worker does, and keeps the results it got so far. */
export class RemoteSeat {
  readonly #worker: SeatWorker;
  readonly #api: Remote<SeatApi>;
  readonly #port: MessagePort;
  readonly #loaded: string[] = [];
  #run: Run | null = null;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  #share = 1;

  constructor(worker: SeatWorker) {
    this.#worker = worker;
    this.#api = wrap<SeatApi>(worker.endpoint);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }: { data: SeatReport }) => this.#hear(data);
    worker.onDeath((why) => this.kill('failed', why));
    this.#tell((api) => api.connect(transfer(port2, [port2])));
  }

  /** Whether the worker has ended and another must take its place. */
  get ended(): boolean {
    return this.#ended;
  }

  limit(share: number): void {
    this.#share = share;
    this.#tell((api) => api.limit(share));
  }

  /** Runs one assignment; never rejects. `progressed` gets the items done and the kernel's memory in bytes. */
  compute(
    assign: AssignFrame,
    volume: Volume,
    progressed: (done: number, memoryBytes: number) => void,
  ): Promise<Completion> {
    return new Promise((end) => {
      const capMs = (Number(assign.fuelCap) / 1e6) * SLOWEST_MS_PER_MILLION;
      const silenceMs = Math.min(2 ** 31 - 1, GRACE_MS + capMs / this.#share);
      this.#run = { assignment: assign.assignment, results: [], silenceMs, progressed, end, memoryBytes: 0 };
      if (this.#ended) return this.kill('failed', 'the seat has ended');
      const kernel = this.#load(assign, volume);
      const { assignment, lengths, inputs, fuelCap } = assign;
      this.#listen();
      this.#tell((api) => api.run({ assignment, kernel, lengths, inputs, fuelCap }));
    });
  }

  /** Asks the seat to end after the present item; {@link compute} then resolves. */
  stop(): void {
    if (this.#run) this.#tell((api) => api.stop());
  }

  /** Ends the worker now; what it has reported so far counts. */
  kill(kind: 'cut' | 'failed', why: string): void {
    const run = this.#run;
    this.#run = null;
    clearTimeout(this.#watch);
    if (!this.#ended) {
      this.#ended = true;
      this.#port.close();
      this.#api[releaseProxy]();
      this.#worker.terminate();
    }
    if (!run) return;
    const { results } = run;
    run.end(kind === 'cut' ? { kind, results } : { kind, results, code: 'SEAT_FAILED', message: why });
  }

  /** Control goes by comlink; a message that cannot be sent is this seat's failure, nobody else's. */
  #tell(call: (api: Remote<SeatApi>) => Promise<void>): void {
    if (!this.#ended) call(this.#api).catch((error: Error) => this.kill('failed', error.message));
  }

  #load(assign: AssignFrame, volume: Volume): string {
    const key = [assign.build, ...assign.datasets].join('+');
    const at = this.#loaded.indexOf(key);
    if (at >= 0) this.#loaded.splice(at, 1);
    else this.#tell((api) => api.load({ key, module: volume.module, datasets: volume.datasets }));
    this.#loaded.push(key);
    const oldest = this.#loaded.length > KERNELS_KEPT ? this.#loaded.shift() : undefined;
    if (oldest !== undefined) this.#tell((api) => api.unload(oldest));
    return key;
  }

  /** The watch on a seat that falls silent: fuel bounds every item, so silence means that the worker hangs. */
  #listen(): void {
    clearTimeout(this.#watch);
    const silenceMs = this.#run?.silenceMs ?? 0;
    this.#watch = setTimeout(
      () => this.kill('failed', `the seat was silent for ${Math.round(silenceMs / 1000)} s`),
      silenceMs,
    );
  }

  #hear(report: SeatReport): void {
    const run = this.#run;
    if (!run || report.assignment !== run.assignment) return;
    const { results } = run;
    switch (report.kind) {
      case 'loaded':
        run.memoryBytes = report.memoryBytes;
        run.progressed(0, run.memoryBytes);
        this.#listen();
        break;
      case 'computed':
        results.push(...unpackResults(report.results));
        run.progressed(results.length, run.memoryBytes);
        this.#listen();
        break;
      case 'ended':
        this.#end({ kind: report.how, results });
        break;
      case 'failed':
        this.#end({ kind: 'failed', results, code: report.code, message: report.message });
    }
  }

  #end(completion: Completion): void {
    const run = this.#run;
    this.#run = null;
    clearTimeout(this.#watch);
    run?.end(completion);
  }
}
