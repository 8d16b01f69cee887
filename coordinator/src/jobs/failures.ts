/** Why items of jobs failed: found by running them again in a sandbox when somebody asks, and kept. */
import { decodeRow, type Hash, isKnownError, type JobId, KnownError, sourceOf } from '@manyhands/protocol';
import { explain, type KernelSymbols, kernelSymbols } from '@manyhands/wasm-kernels';
import { countFailures } from '../db/failures/count-failures.ts';
import { findRecipe, type Recipe } from '../db/failures/find-recipe.ts';
import { type KeptFailure, keepFailures } from '../db/failures/keep-failures.ts';
import { readFailures } from '../db/failures/read-failures.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { sumProgress } from '../db/jobs/sum-progress.ts';
import type { Desk } from './desk.ts';
import { type FailedItem, findFailed } from './failed-items.ts';
import { rowObject } from './rows.ts';
import { Turns } from './turns.ts';

/** Failed items in one page. */
const PAGE = 50;
/** Items that one request has run again. */
const AT_ONCE = 10;
const TIMEOUT = 60_000;
/** Failures kept of one job: enough to know what goes wrong; anybody can look into others at home. */
const MOST_KEPT = 1_000;
/** What a sandbox could not run is tried again after so long. */
const RETRY_MS = 600_000;
const MOST_SYMBOLS = 4;
const MOST_WAITING = 16;

export class Failures {
  readonly #desk: Desk;
  /** By kernel, of those used last. */
  readonly #symbols = new Map<Hash, Promise<KernelSymbols | null>>();
  /** Of each job that is looked into, the last who asked: one at a time, so that nothing is found out twice. */
  readonly #looking = new Map<JobId, Promise<unknown>>();
  /** Whoever asks takes no more than one of the sandboxes from those who quote. */
  readonly #turns = new Turns(1, MOST_WAITING);
  /** When a job's items may be tried again. */
  readonly #later = new Map<JobId, number>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** A page of failed items, and all of them by kind. Looks into those of the page that nobody has looked into. */
  async list(job: JobRecord, from: number) {
    const { db } = this.#desk;
    const found = await findFailed(this.#desk, job, { from, most: PAGE + 1 });
    const page = found.slice(0, PAGE);
    const known = await this.#lookInto(job, page);
    const failed = (await sumProgress(db, [job.id])).get(job.id)?.failed ?? 0;
    return {
      failed,
      stopAfter: job.stopAfter,
      kinds: await this.#kinds(job.id, failed, page),
      items: page.map(({ item, status }) => shown({ item, status }, known.get(item))),
      next: found[PAGE]?.item ?? null,
    };
  }

  /** Everything about one failed item. */
  async about(job: JobRecord, failed: FailedItem) {
    const { item } = failed;
    const known = (await this.#lookInto(job, [failed])).get(item);
    const whole = known?.stack === null ? ((await this.#runAgain(job, [failed])).get(item) ?? known) : known;
    const row = (await this.#desk.inputs.rows(job.id, item, 1)).row(item);
    return {
      ...shown(failed, whole),
      stack: [...(whole?.stack ?? [])],
      input: rowObject(job.columns, decodeRow(job.columns, row)),
    };
  }

  async #kinds(job: JobId, failed: number, page: readonly FailedItem[]) {
    const counts = await countFailures(this.#desk.db, job);
    const known = counts.reduce((sum, { count }) => sum + count, 0);
    const kinds = counts.map(({ code, count, examples }) => ({ code, count, examples: [...examples] }));
    if (known >= failed) return kinds;
    const seen = await readFailures(
      this.#desk.db,
      job,
      page.map(({ item }) => item),
    );
    const examples = page.filter(({ item }) => !seen.has(item)).map(({ item }) => item);
    return [...kinds, { code: null, count: failed - known, examples: examples.slice(0, 5) }];
  }

  /** What is known of these items, once those that may be looked into were. */
  async #lookInto(job: JobRecord, items: readonly FailedItem[]): Promise<Map<number, KeptFailure>> {
    const looking = (this.#looking.get(job.id) ?? Promise.resolve()).then(() => this.#lookNow(job, items));
    const settled = looking.catch(() => undefined);
    this.#looking.set(job.id, settled);
    void settled.then(() => {
      if (this.#looking.get(job.id) === settled) this.#looking.delete(job.id);
    });
    return looking;
  }

  async #lookNow(job: JobRecord, items: readonly FailedItem[]): Promise<Map<number, KeptFailure>> {
    const { db } = this.#desk;
    const wanted = items.map(({ item }) => item);
    const known = await readFailures(db, job.id, wanted);
    const news = items.filter(({ item }) => !known.has(item));
    if (news.length === 0) return known;
    await this.#look(job, news);
    return readFailures(db, job.id, wanted);
  }

  async #look(job: JobRecord, items: readonly FailedItem[]): Promise<void> {
    const { db } = this.#desk;
    const kept = (await countFailures(db, job.id)).reduce((sum, { count }) => sum + count, 0);
    const room = items.slice(0, Math.max(0, MOST_KEPT - kept));
    const exhausted = room.filter(({ status }) => status === 'exhausted');
    const message = `the fuel ran out: it costs more than the cap of ${job.fuelCap}`;
    await keepFailures(
      db,
      job.id,
      exhausted.map(({ item }) => ({ item, code: 'FUEL_EXHAUSTED', message, stack: null })),
    );
    const trapped = room.filter(({ status }) => status === 'trap').slice(0, AT_ONCE);
    if (trapped.length > 0) await this.#runAgain(job, trapped);
  }

  /** Runs items again and keeps why they failed; of none where the sandbox cannot, or the answer is another one. */
  async #runAgain(job: JobRecord, items: readonly FailedItem[]): Promise<Map<number, KeptFailure>> {
    if (performance.now() < (this.#later.get(job.id) ?? 0)) return new Map();
    try {
      const { sandbox } = this.#desk;
      const explained = await this.#turns.take(() => sandbox.take(() => this.#explain(job, items)));
      const failures = explained.flatMap(({ cause, status }, i) => {
        const { item, status: voted } = items[i];
        const isSame = cause !== null && (voted === 'trap') === (status === 1);
        return isSame ? [{ item, ...cause }] : [];
      });
      await keepFailures(this.#desk.db, job.id, failures);
      return new Map(failures.map((failure) => [failure.item, failure]));
    } catch (error) {
      // Time or memory that a sandbox lacks is nobody's failure: what is known stays known.
      if (!isKnownError(error) || !NOT_NOW.includes(error.code)) throw error;
      if (error.code !== 'RATE_LIMITED') this.#later.set(job.id, performance.now() + RETRY_MS);
      return new Map();
    }
  }

  async #explain(job: JobRecord, items: readonly FailedItem[]) {
    const { blobs, inputs, db } = this.#desk;
    const recipe = await findRecipe(db, job.id);
    const rows = await Promise.all(
      items.map(async ({ item }) => (await inputs.rows(job.id, item, 1)).row(item)),
    );
    const datasets = job.datasets.map(async ({ hash }) => ({ hash, bytes: await blobs.read(hash) }));
    return explain({
      wasm: await blobs.read(job.kernel),
      symbols: await this.#symbolsOf(job.kernel, recipe),
      memoryPages: recipe.memoryPages,
      datasets: await Promise.all(datasets),
      inputs: rows,
      fuelCap: job.fuelCap,
      timeoutMilliseconds: TIMEOUT,
    });
  }

  /** Null where a kernel came as a module, or its source compiles to another one by now. */
  #symbolsOf(kernel: Hash, { source }: Recipe): Promise<KernelSymbols | null> {
    if (source === null) return Promise.resolve(null);
    const symbols = this.#symbols.get(kernel) ?? this.#compile(kernel, source);
    this.#symbols.delete(kernel);
    this.#symbols.set(kernel, symbols);
    const [oldest] = this.#symbols.keys();
    if (this.#symbols.size > MOST_SYMBOLS) this.#symbols.delete(oldest);
    return symbols;
  }

  async #compile(kernel: Hash, source: Hash): Promise<KernelSymbols | null> {
    try {
      const text = new TextDecoder().decode(await this.#desk.blobs.read(source));
      const symbols = await kernelSymbols(sourceOf(text), 'lines');
      return symbols.kernel === kernel ? symbols : null;
    } catch (error) {
      if (!isKnownError(error)) throw error;
      // A stack without lines is better than none; the next who asks may have better luck.
      this.#symbols.delete(kernel);
      return null;
    }
  }
}

const NOT_NOW: readonly string[] = ['RATE_LIMITED', 'SANDBOX_LIMIT', 'SEAT_FAILED', 'BLOB_UNKNOWN'];

const shown = ({ item, status }: FailedItem, known: KeptFailure | undefined) => ({
  item,
  status,
  code: known?.code ?? null,
  message: known?.message ?? null,
});

export const notFailed = (item: number): KnownError =>
  new KnownError('ITEM_UNKNOWN', `item ${item} did not fail; its result is among the job’s results`);
