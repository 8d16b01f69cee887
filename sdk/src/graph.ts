import {
  type AxisText,
  type Category,
  type FailedRows,
  type GraphCertificate,
  isKnownError,
  KnownError,
  type Policy,
  type Reason,
  type StageWhen,
} from '@manyhands/protocol';
import type { KernelInput } from './client.ts';
import { backOff, type Http, pause } from './http.ts';
import type { Job } from './job.ts';
import type { StreamOptions } from './result-stream.ts';
import type { Row } from './rows.ts';
import type { Inputs } from './tables/inputs.ts';
import { type Payment, VoucherStream } from './vouchers.ts';
import type { Progress } from './wire.ts';

/** One stage of a graph: a kernel over inputs of its own, or over rows of other stages (docs/GRAPHS.md). */
export interface StageInput {
  readonly kernel: KernelInput;
  /** Inputs of its own; instead of `from`. */
  readonly source?: Inputs;
  /** The stage whose rows it takes, or several whose rows of the same index belong together. */
  readonly from?: string | readonly string[];
  /** By parameter: `output.x`, `input.x`, `index`, `status` or `fuel`, with `stage:` before it if need be. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Rows that make one item, whose parameters are arrays. */
  readonly group?: number | 'all';
  readonly failed?: FailedRows;
  readonly when?: StageWhen;
  readonly title?: string;
  readonly datasets?: Readonly<Record<string, Uint8Array | string>>;
  readonly policy?: Policy;
  readonly targetBound?: number;
  readonly fuelCap?: bigint;
  readonly unitItems?: number;
  readonly memoryPages?: number;
  readonly priority?: number;
  readonly category?: Category;
  /** Token units; the graph has a payment then. */
  readonly pay?: { readonly perCoreHour: bigint; readonly budget: bigint };
}

export interface GraphInput {
  readonly title: string;
  readonly stages: Readonly<Record<string, StageInput>>;
  /** Where paid stages are paid from. The budgets of all are reserved at the start. */
  readonly payment?: Payment;
  readonly owner?: string;
  /** The same key gives the same graph again. */
  readonly idempotencyKey?: string;
}

export type StageState = 'waiting' | 'running' | 'paused' | 'certified' | 'stopped' | 'cancelled';

/** Where one stage stands. */
export interface StageProgress {
  readonly name: string;
  readonly kernel: string;
  readonly from: readonly string[];
  readonly state: StageState;
  /** Why it does not move; null while it does. */
  readonly reason: Reason | null;
  readonly job: string | null;
  /** It begins again where rows that it had taken were refuted before they were certified. */
  readonly attempt: number;
  readonly restarts: readonly { readonly job: string; readonly reason: Reason }[];
  /** Rows of each stage before it that it has taken, and those of them that were left out. */
  readonly rows: number;
  readonly skipped: number;
  /** Its inputs are certified: it will not begin again. */
  readonly settled: boolean;
  readonly progress: Progress | null;
}

/** Where a graph stands. Items of the stages that have begun; money is token units, null when free. */
export interface GraphProgress {
  readonly graph: string;
  readonly title: string;
  readonly state: 'running' | 'paused' | 'certified' | 'stopped' | 'cancelled';
  readonly reason: Reason | null;
  readonly stages: readonly StageProgress[];
  readonly items: number;
  readonly final: number;
  readonly seats: number;
  readonly spent: string | null;
  readonly budget: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

const POLL_MILLISECONDS = 500;
/** Whoever watches gives up after this many looks in a row that failed: a coordinator may start again meanwhile. */
const ATTEMPTS = 12;

interface GraphSetting {
  readonly job: (id: string) => Job;
  readonly payment?: Payment;
}

/** One graph of jobs at a coordinator. It goes on whether or not anybody watches. */
export class Graph {
  readonly id: string;
  readonly #http: Http;
  readonly #setting: GraphSetting;

  constructor(http: Http, id: string, setting: GraphSetting) {
    this.#http = http;
    this.id = id;
    this.#setting = setting;
  }

  progress(): Promise<GraphProgress> {
    return this.#http.json('GET', `/v1/graphs/${this.id}`);
  }

  /** Gives nothing more of any stage out, within a second; what is done is kept. */
  pause(): Promise<GraphProgress> {
    return this.#http.json('POST', `/v1/graphs/${this.id}/pause`, {});
  }

  resume(): Promise<GraphProgress> {
    return this.#http.json('POST', `/v1/graphs/${this.id}/resume`, {});
  }

  /** Ends all stages that are not certified. */
  cancel(): Promise<GraphProgress> {
    return this.#http.json('POST', `/v1/graphs/${this.id}/cancel`, {});
  }

  /** Throws GRAPH_NOT_CERTIFIED until every stage is certified. */
  certificate(): Promise<GraphCertificate> {
    return this.#http.json('GET', `/v1/graphs/${this.id}/certificate`);
  }

  /**
   * Final rows of a stage in index order. Waits until its inputs are certified, because before that it may begin again; then rows
   * come as they become final. Throws GRAPH_STATE where it stopped or was cancelled.
   */
  async *results(stage: string, options: StreamOptions = {}): AsyncGenerator<Row> {
    const { job } = await this.settled(stage, options.signal);
    yield* this.#setting.job(job).results(options);
  }

  /**
   * The job of a stage once its inputs are certified; pays meanwhile, as stages wait for vouchers. Throws GRAPH_STATE where it stopped
   * or was cancelled, and SPENDING_LIMIT.
   */
  async settled(stage: string, signal?: AbortSignal): Promise<{ readonly job: string }> {
    for (;;) {
      const progress = await this.#look(signal);
      const now = stageIn(progress, stage);
      if (now.settled && now.job !== null && now.state !== 'cancelled') return { job: now.job };
      if (now.state === 'stopped' || now.state === 'cancelled') throw ended(now);
      await this.pay(progress).catch(passing);
      await pause(POLL_MILLISECONDS);
    }
  }

  /**
   * Watches until the graph has ended, one way or another, and pays meanwhile if the graph was given a payment: `onProgress` sees every
   * look. Nothing of the graph depends on it but what waits for a voucher.
   */
  async watched(
    onProgress: (progress: GraphProgress) => void = () => {},
    signal?: AbortSignal,
  ): Promise<GraphProgress> {
    for (;;) {
      const progress = await this.#look(signal);
      await this.pay(progress).catch(passing);
      onProgress(progress);
      if (progress.state !== 'running' && progress.state !== 'paused') return progress;
      await pause(POLL_MILLISECONDS);
    }
  }

  async #look(signal: AbortSignal | undefined): Promise<GraphProgress> {
    for (let failures = 0; ; failures++) {
      signal?.throwIfAborted();
      try {
        return await this.progress();
      } catch (error) {
        passing(error);
        if (failures >= ATTEMPTS) throw error;
      }
      await pause(backOff(failures));
    }
  }

  /** Signs for what its channel owes right now. Token units covered; 0 for a free graph. */
  async pay(progress?: GraphProgress): Promise<bigint> {
    const { payment } = this.#setting;
    const { stages } = progress ?? (await this.progress());
    const paid = stages.find((stage) => stage.progress !== null && stage.progress.budget !== null);
    if (payment === undefined || paid === undefined || paid.job === null) return 0n;
    return new VoucherStream(this.#http, paid.job, payment).pay();
  }
}

function stageIn(progress: GraphProgress, name: string): StageProgress {
  const stage = progress.stages.find((each) => each.name === name);
  if (stage !== undefined) return stage;
  const names = progress.stages.map((each) => each.name).join(', ');
  throw new KnownError('GRAPH_INVALID', `this graph has no stage “${name}”, only ${names}`);
}

const ended = ({ name, state, reason }: StageProgress): KnownError =>
  new KnownError('GRAPH_STATE', `stage “${name}” is ${state}. ${reason?.sentence ?? ''}`.trim(), {
    details: { stage: name, state, reason },
  });

/** What may be otherwise at the next look. */
function passing(error: unknown): void {
  if (!isKnownError(error) || !error.retry) throw error;
}

/** What a stage's inputs are called on the wire. */
export type AskedSource = string | { readonly range: readonly AxisText[] };
