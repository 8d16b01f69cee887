/** One engine's way through a plan: part after part, watched, until it is through or its time is over. */
import type { Answers } from './answers.ts';
import type { Engine } from './engine.ts';
import { type EngineResult, type Part, type Plan, type Progress, partsOf } from './plan.ts';

export interface EngineJob {
  readonly folder: string;
  readonly plan: Plan;
  /** Decides on order and grouping of items. */
  readonly order: number;
  readonly answers: Answers;
  readonly minutes: number;
  readonly onPart: (line: string) => void;
}

export interface EngineFound {
  /** One for each part, as far as the engine came. */
  readonly results: readonly EngineResult[];
  /** Why it did not come to the end; `late` where its time was over. */
  readonly ended: { readonly kind: 'failed' | 'late'; readonly why: string } | null;
}

/** A kernel tells of itself every second. Starting a browser on a busy machine takes its time too. */
const SILENT_SECONDS = 120;
const SLOW_SILENT_SECONDS = 900;

export async function runEngine(engine: Engine, job: EngineJob): Promise<EngineFound> {
  const until = Date.now() + job.minutes * 60_000;
  const parts = partsOf(job.plan);
  const results: EngineResult[] = [];
  for (const [i, part] of parts.entries()) {
    const known = job.answers.find(engine.name, part);
    const watch = new Watch(engine.slow === true ? SLOW_SILENT_SECONDS : SILENT_SECONDS, until);
    try {
      const result = known ?? (await compute(engine, part, job, watch));
      results.push(result);
      if (known === null) job.answers.keep(engine.name, part, result);
      job.onPart(lineOf(engine, `part ${i + 1} of ${parts.length}`, result, known !== null));
    } catch (error) {
      return { results, ended: { kind: watch.late ? 'late' : 'failed', why: watch.describe(error) } };
    } finally {
      watch.close();
    }
  }
  return { results, ended: null };
}

function compute(engine: Engine, part: Part, job: EngineJob, watch: Watch): Promise<EngineResult> {
  const { folder, order } = job;
  const { signal, heard } = watch;
  return engine.run({ folder, request: { ...part, order, build: engine.build }, signal, onProgress: heard });
}

function lineOf({ name }: Engine, part: string, result: EngineResult, known: boolean): string {
  const items = result.kernels.reduce((sum, { ok, trap, exhausted }) => sum + ok + trap + exhausted, 0);
  const how = known ? 'computed before' : `${(result.milliseconds / 1000).toFixed(1)} s`;
  return `${name}: ${part}, ${items} items, ${how}`;
}

/** Ends a part that is silent for too long or over the engine's time, and knows where it was. */
class Watch {
  readonly #ender = new AbortController();
  readonly #silentSeconds: number;
  readonly #deadline: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  #at: Progress | null = null;
  late = false;

  constructor(silentSeconds: number, until: number) {
    this.#silentSeconds = silentSeconds;
    this.#silence = this.#arm();
    this.#deadline = setTimeout(
      () => {
        this.late = true;
        this.#ender.abort(new Error('its time is over'));
      },
      Math.max(0, until - Date.now()),
    );
  }

  get signal(): AbortSignal {
    return this.#ender.signal;
  }

  readonly heard = (progress: Progress): void => {
    this.#at = progress;
    clearTimeout(this.#silence);
    this.#silence = this.#arm();
  };

  describe(error: unknown): string {
    const why = error instanceof Error ? error.message : String(error);
    return this.#at === null ? why : `${why}; last heard of at ${this.#at.kernel}, item ${this.#at.items}`;
  }

  close(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#deadline);
  }

  #arm(): NodeJS.Timeout {
    const why = `silent for ${this.#silentSeconds} s`;
    return setTimeout(() => this.#ender.abort(new Error(why)), 1000 * this.#silentSeconds);
  }
}
