import { type ItemResult, unpackResults } from '@manyhands/protocol';
import { type Endpoint, type Remote, releaseProxy, transfer, wrap } from 'comlink';
import type { SeatApi, SeatReport } from '../messages.ts';
import { Signal, sharedWords } from '../seat/signal.ts';
import type { Assignment } from './assignment.ts';
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

/** How far an assignment has come. */
export interface Progress {
  readonly done: number;
  /** Of the kernel, in bytes. */
  readonly memoryBytes: number;
  /** How long the slowest item so far took, in milliseconds. */
  readonly slowestMs: number;
}

interface Run {
  readonly assignment: string;
  readonly number: number;
  readonly results: ItemResult[];
  readonly silenceMs: number;
  readonly progressed: (progress: Progress) => void;
  readonly end: (completion: Completion) => void;
  memoryBytes: number;
  slowestMs: number;
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
  readonly #signal: Signal | null;
  #orders = 0;
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
    const words = sharedWords();
    this.#signal = words && new Signal(words);
    this.#tell((api) => api.connect(transfer(port2, [port2]), words));
  }

  /** Whether the worker has ended and another must take its place. */
  get ended(): boolean {
    return this.#ended;
  }

  limit(share: number): void {
    this.#share = share;
    if (this.#signal) this.#signal.share = share;
    this.#tell((api) => api.limit(share));
  }

  /** Runs one assignment on the build of `volume`; never rejects. */
  compute(assign: Assignment, volume: Volume, progressed: (progress: Progress) => void): Promise<Completion> {
    return new Promise((end) => {
      const capMs = (Number(assign.fuelCap) / 1e6) * SLOWEST_MS_PER_MILLION;
      const silenceMs = Math.min(2 ** 31 - 1, GRACE_MS + capMs / this.#share);
      const number = ++this.#orders;
      const begun = { assignment: assign.assignment, number, results: [], memoryBytes: 0, slowestMs: 0 };
      this.#run = { ...begun, silenceMs, progressed, end };
      if (this.#ended) return this.kill('failed', 'the seat has ended');
      const kernel = this.#load(assign, volume);
      const { assignment, lengths, inputs, fuelCap } = assign;
      this.#listen();
      this.#tell((api) => api.run({ assignment, number, kernel, lengths, inputs, fuelCap }));
    });
  }

  /** Asks the seat to end after the present item, or inside it where it can; {@link compute} then resolves. */
  stop(): void {
    if (!this.#run) return;
    const { number } = this.#run;
    this.#signal?.stop(number);
    this.#tell((api) => api.stop(number));
  }

  /** Asks the seat to end after the present item, however long that takes. */
  finish(): void {
    if (!this.#run) return;
    const { number } = this.#run;
    this.#signal?.finish(number);
    this.#tell((api) => api.finish(number));
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

  #load(assign: Assignment, volume: Volume): string {
    const key = [volume.build, ...assign.datasets].join('+');
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
        this.#progressed(run);
        break;
      case 'computed':
        results.push(...unpackResults(report.results));
        run.slowestMs = Math.max(run.slowestMs, report.slowestMs);
        this.#progressed(run);
        break;
      case 'ended':
        this.#end({ kind: report.how, results });
        break;
      case 'failed':
        this.#end({ kind: 'failed', results, code: report.code, message: report.message });
    }
  }

  #progressed({ results, memoryBytes, slowestMs, progressed }: Run): void {
    progressed({ done: results.length, memoryBytes, slowestMs });
    this.#listen();
  }

  #end(completion: Completion): void {
    const run = this.#run;
    this.#run = null;
    clearTimeout(this.#watch);
    run?.end(completion);
  }
}
