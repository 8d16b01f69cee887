import { KnownError } from '@manyhands/protocol';
import type { SandboxLimits } from './process.ts';
import type { Named, TimedResult } from './requests.ts';
import { Workplace } from './workplace.ts';

export interface RefereeOptions {
  readonly processes: number;
  readonly limits?: SandboxLimits;
}

/** What a referee is to run again. */
export interface Execution {
  readonly build: Named;
  /** In the order of the schema. */
  readonly datasets: readonly Named[];
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint;
  readonly timeoutMilliseconds?: number;
  /** Whether to tell how long items take; costs two calibrations of a millisecond. */
  readonly timed?: boolean;
}

interface Waiting {
  readonly execution: Execution;
  readonly resolve: (results: TimedResult[]) => void;
  readonly reject: (error: unknown) => void;
}

const EXECUTION_TIMEOUT = 60_000;

/**
 * The coordinator's own trusted processes. Executions wait in one queue, first come first served; a process
 * that fails rejects its execution with SANDBOX_LIMIT or SEAT_FAILED, and is started anew for the next.
 */
export class RefereePool {
  readonly #all: readonly Workplace[];
  readonly #idle: Workplace[];
  readonly #queue: Waiting[] = [];
  #closed = false;

  constructor({ processes, limits }: RefereeOptions) {
    this.#all = Array.from({ length: processes }, () => new Workplace(limits));
    this.#idle = [...this.#all];
  }

  /** How many executions wait for a process. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Runs items one after the other; results in the order of the inputs. */
  execute(execution: Execution): Promise<TimedResult[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closedError());
      this.#queue.push({ execution, resolve, reject });
      this.#next();
    });
  }

  /** Ends all processes; what is under way or waiting rejects with DRAINING or SANDBOX_LIMIT. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(closedError());
    for (const place of this.#all) place.process.close();
  }

  #next(): void {
    if (this.#queue.length === 0 || this.#closed) return;
    const place = this.#idle.pop();
    if (place === undefined) return;
    const { execution, resolve, reject } = this.#queue.shift() as Waiting;
    void run(place, execution)
      .then(resolve, reject)
      .finally(() => {
        this.#idle.push(place);
        this.#next();
      });
  }
}

const closedError = (): KnownError => new KnownError('DRAINING', 'the referee is stopping');

async function run(place: Workplace, execution: Execution): Promise<TimedResult[]> {
  const { build, datasets, inputs, fuelCap, timed = false } = execution;
  await place.supply([build, ...datasets]);
  const request = { build: build.hash, datasets: datasets.map(({ hash }) => hash), inputs, fuelCap, timed };
  return place.process.call('execute', request, execution.timeoutMilliseconds ?? EXECUTION_TIMEOUT);
}
