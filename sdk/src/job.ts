import { type AuditRecord, type Certificate, ItemSpans, isKnownError, KnownError } from '@manyhands/protocol';
import { type ArrivalOptions, Arrivals, streamArrivals } from './arrivals.ts';
import type { Batch } from './batch.ts';
import { UnavailableError } from './errors.ts';
import { foldFrom, type JobFold } from './folds.ts';
import { type Http, pause } from './http.ts';
import { type Records, type StreamOptions, streamBatches, streamRecords } from './result-stream.ts';
import { RowStream } from './row-stream.ts';
import { RESULT_HEADER, type Row, rowsFromNdjson } from './rows.ts';
import type { Inputs } from './tables/inputs.ts';
import { askInputs, type InputStore, plainRow } from './tables/table.ts';
import { type Payment, VoucherStream } from './vouchers.ts';
import type {
  Bill,
  Estimate,
  Failure,
  Failures,
  FinalItem,
  InputPartShape,
  Progress,
  PublishedKernel,
} from './wire.ts';
import type { FuelMap, History } from './wire-looks.ts';

const POLL_MILLISECONDS = 500;

interface JobSetting {
  readonly store: InputStore;
  readonly estimate?: Estimate;
  readonly payment?: Payment;
}

/** How long a call waits for a seat and its answer, and the name under which it may be made again. */
export interface CallOptions {
  readonly waitMs?: number;
  readonly idempotencyKey?: string;
}

/** The answer to a call. */
export interface CalledRow extends Row {
  readonly provisional: true;
}

/** Some rows of a job, and of how many final items. */
export interface Sample {
  readonly rows: readonly Row[];
  readonly items: number;
  readonly isWhole: boolean;
}

interface CallShape {
  readonly row: Readonly<Record<string, unknown>>;
}

/** One job at a coordinator: what it will take, where it stands, its results and what it costs. */
export class Job {
  readonly id: string;
  /** What the trial run promised; null for a job that was looked up by its id. */
  readonly estimate: Estimate | null;
  readonly #http: Http;
  readonly #vouchers: VoucherStream | null;
  readonly #store: InputStore;
  #published: Promise<PublishedKernel> | null = null;
  #outputs: Promise<Progress['outputs']> | null = null;

  constructor(http: Http, id: string, options: JobSetting) {
    this.#store = options.store;
    this.#http = http;
    this.id = id;
    this.estimate = options.estimate ?? null;
    this.#vouchers = options.payment ? new VoucherStream(http, id, options.payment) : null;
  }

  /** Reserves the budget, pays it if the payment is prepaid, and lets the work begin. Throws a BudgetError or JOB_STATE. */
  async start(): Promise<Progress> {
    const progress = await this.#http.json<Progress>('POST', `/v1/jobs/${this.id}/start`, {});
    await this.#vouchers?.payAhead(progress);
    return progress;
  }

  /** Nothing more of it is given out, within a second; what is done is kept. Throws JOB_STATE unless it runs. */
  pause(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/pause`, {});
  }

  resume(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/resume`, {});
  }

  /**
   * Raises the budget of a paid job to `budget` token units in all, so that one which ran out of it goes on. The same again
   * changes nothing. Throws VOUCHER_UNCOVERED where the channel's deposit does not cover it, JOB_STATE once it has ended.
   */
  async extend(budget: bigint): Promise<Progress> {
    const path = `/v1/jobs/${this.id}/extend`;
    const progress = await this.#http.json<Progress>('POST', path, { budget: String(budget) });
    await this.#vouchers?.payAhead(progress);
    return progress;
  }

  /** Takes no more inputs; once all items are final, the job is certified. */
  close(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/close`, {});
  }

  /**
   * Adds inputs behind those of an open job; the same idempotency key adds them once. Gives the first new part, and with
   * `count` all new items. Throws JOB_CLOSED or BUDGET_FULL.
   */
  async append(inputs: Inputs, options: { idempotencyKey?: string } = {}): Promise<InputPartShape> {
    const { inputs: columns } = (await this.#kernel()).schema;
    const { idempotencyKey = crypto.randomUUID() } = options;
    const added: InputPartShape[] = [];
    for (const [i, asked] of (await askInputs(inputs, columns, this.#store)).entries()) {
      const key = i === 0 ? idempotencyKey : `${idempotencyKey} part ${i}`;
      const part = { inputs: asked, idempotencyKey: key };
      added.push(await this.#http.json('POST', `/v1/jobs/${this.id}/inputs`, part));
    }
    return { ...added[0], count: added.reduce((items, { count }) => items + count, 0) };
  }

  /**
   * Has one item of an open job computed at once. The answer is provisional: it is audited and certified with the job. `input` is
   * an object by column name or an array in the kernel's order; `waitMs` is 5,000 unless given. Throws NO_SEAT (nothing was
   * added), CALL_UNANSWERED (the item stays in the job), INPUTS_AHEAD, JOB_CLOSED, BUDGET_FULL. Under one idempotency key an
   * item is added once: a call whose reply got lost is made again, and whoever calls again is given the same item.
   */
  async call(input: object, options: CallOptions = {}): Promise<CalledRow> {
    this.#outputs ??= this.progress().then((progress) => progress.outputs);
    const outputs = await this.#outputs;
    const { waitMs, idempotencyKey = crypto.randomUUID() } = options;
    const body = { input: plainRow(input), waitMs, idempotencyKey };
    const path = `/v1/jobs/${this.id}/call`;
    const { row } = await this.#http.json<CallShape>('POST', path, body, isUnavailable);
    const [answer] = rowsFromNdjson(JSON.stringify(row), outputs);
    return { ...answer, provisional: true };
  }

  /** What its items are made of, part by part. */
  async inputs(): Promise<InputPartShape[]> {
    const parts: InputPartShape[] = [];
    for (;;) {
      const path = `/v1/jobs/${this.id}/inputs?from=${parts.length}`;
      const page = (await this.#http.json<{ parts: InputPartShape[] }>('GET', path)).parts;
      if (page.length === 0) return parts;
      parts.push(...page);
    }
  }

  #kernel(): Promise<PublishedKernel> {
    this.#published ??= this.progress().then(({ kernel }) =>
      this.#http.json<PublishedKernel>('GET', `/v1/kernels/${kernel}`),
    );
    return this.#published;
  }

  /** Lets anybody read and recompute the results once the job is certified, for good. Those of volunteer science are public without it. */
  publish(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/publish`, {});
  }

  cancel(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/cancel`, {});
  }

  /**
   * A page of the final items that trapped or were exhausted, from item `from` on, and how many there are of each kind. The
   * coordinator looks into those of the page that it has not looked into yet. Without a key where results are public.
   * Throws RESULTS_PRIVATE.
   */
  failures(options: { from?: number } = {}): Promise<Failures> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/failures?from=${options.from ?? 0}`);
  }

  /** Why one final item failed: code, stack, its row and how to see the same at home. Throws ITEM_UNKNOWN where it did not. */
  failure(item: number): Promise<Failure> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/failures/${item}`);
  }

  /** A final item, failed or not, with what it takes to run it again. Throws ITEM_UNKNOWN while it is not final. */
  item(item: number): Promise<FinalItem> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/items/${item}`);
  }

  progress(): Promise<Progress> {
    return this.#http.json('GET', `/v1/jobs/${this.id}`);
  }

  /** Its progress over time, some hundreds of points at most, and what it was estimated to take. */
  history(): Promise<History> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/history`);
  }

  /** How much fuel items took, also while it runs. `to`: the item after the last one. */
  fuelMap(options: { from?: number; to?: number; buckets?: number } = {}): Promise<FuelMap> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/fuel-map?${query(options)}`);
  }

  /**
   * Some of its final rows, evenly (1,000 unless given, 5,000 at most), also while it runs; `items`: how many were looked at,
   * `isWhole`: whether these are all that are final and paid for.
   */
  async sample(options: { from?: number; to?: number; rows?: number } = {}): Promise<Sample> {
    const response = await this.#http.send('GET', `/v1/jobs/${this.id}/sample?${query(options)}`);
    const { outputs } = await this.progress();
    return {
      rows: rowsFromNdjson(await response.text(), outputs),
      items: Number(response.headers.get('x-items')),
      isWhole: response.headers.get('x-whole') === '1',
    };
  }

  /** What the job's channel owes so far, and what vouchers cover. */
  bill(): Promise<Bill> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/bill`);
  }

  /**
   * Final rows in index order, each once, paid for as they come if the job was given a payment. With `order: 'any'` as they
   * come: each item's final row once, and with `state: 'provisional'` rows that may still be refuted before it.
   */
  results(options?: StreamOptions): AsyncIterableIterator<Row>;
  results(options: ArrivalOptions): Arrivals;
  results(options: StreamOptions | ArrivalOptions = {}): AsyncIterableIterator<Row> {
    if (!isArrival(options)) return new RowStream(this.batches(options), (batch, at) => batch.row(at));
    const have = ItemSpans.from(options.cursor ?? '');
    return new Arrivals(this.#batches(options, have), have);
  }

  /** The same as columns, some thousand items at a time: for those who want numbers or bytes rather than rows. */
  batches(options: StreamOptions | ArrivalOptions = {}): AsyncGenerator<Batch> {
    return this.#batches(options, ItemSpans.from(isArrival(options) ? (options.cursor ?? '') : ''));
  }

  async *#batches(options: StreamOptions | ArrivalOptions, have: ItemSpans): AsyncGenerator<Batch> {
    yield* this.#paid(await this.progress(), options, (progress, signal) =>
      isArrival(options)
        ? streamArrivals(this.#http, progress, { ...options, signal }, have)
        : streamBatches(this.#http, progress, { ...options, signal }),
    );
  }

  /** The same as CSV text, whole records at a time; the header comes first where it starts at index 0. */
  async *csv(options: StreamOptions = {}): AsyncGenerator<Records> {
    const progress = await this.progress();
    if ((options.from ?? 0) === 0) yield { text: csvHeader(progress), first: 0, count: 0 };
    yield* this.#paid(progress, options, (_progress, signal) =>
      streamRecords(this.#http, progress, { ...options, signal }),
    );
  }

  /**
   * What a job that keeps a fold has come to so far; all of it once the job is certified. What is owed is signed for first, if the
   * job was given a payment. Throws JOB_STATE where the job keeps all its rows, and RESULTS_UNPAID.
   */
  async fold(): Promise<JobFold> {
    const { keep, outputs } = await this.progress();
    if (keep === null)
      throw new KnownError('JOB_STATE', 'this job keeps all its rows; read them with results()');
    await this.pay();
    const response = await this.#http.send('GET', `/v1/jobs/${this.id}/results?format=csv`);
    const items = Number(response.headers.get('manyhands-items') ?? 0);
    return foldFrom(await response.text(), keep, outputs, items);
  }

  /** Throws JOB_NOT_CERTIFIED until every item is final. */
  certificate(): Promise<Certificate> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/certificate`);
  }

  /**
   * Waits for the certificate, and signs meanwhile for what is owed, as a job for which nobody signs does not go on. Throws JOB_STATE
   * where the job was cancelled, and SPENDING_LIMIT.
   */
  async certified(signal?: AbortSignal): Promise<Certificate> {
    const already = await this.#certificateNow();
    if (already !== null) return already;
    const paying = this.#payOn(signal);
    try {
      return await this.#certificateOf(paying.signal);
    } finally {
      await paying.end();
    }
  }

  async #certificateOf(signal: AbortSignal): Promise<Certificate> {
    for (;;) {
      signal.throwIfAborted();
      if ((await this.progress()).state === 'cancelled')
        throw new KnownError('JOB_STATE', `the job ${this.id} was cancelled and will have no certificate`);
      await pause(POLL_MILLISECONDS);
      const certificate = await this.#certificateNow();
      if (certificate !== null) return certificate;
    }
  }

  async #certificateNow(): Promise<Certificate | null> {
    try {
      return await this.certificate();
    } catch (error) {
      if (!isKnownError(error) || error.code !== 'JOB_NOT_CERTIFIED') throw error;
      return null;
    }
  }

  /** The audit records of accepted answers, in the order the certificate's audit root has them. */
  async audits(): Promise<AuditRecord[]> {
    const response = await this.#http.send('GET', `/v1/jobs/${this.id}/audits`);
    return parseAudits(await response.text());
  }

  /** Signs for what is owed right now, for instance after the last result. Token units covered; 0 for a free job. */
  async pay(): Promise<bigint> {
    return this.#vouchers === null ? 0n : this.#vouchers.pay();
  }

  /** Pays while results come. */
  async *#paid<P>(
    progress: Progress,
    options: { readonly signal?: AbortSignal },
    stream: (progress: Progress, signal: AbortSignal) => AsyncGenerator<P>,
  ): AsyncGenerator<P> {
    const paying = this.#payOn(options.signal);
    try {
      yield* stream(progress, paying.signal);
      if (!paying.signal.aborted) await this.pay();
    } finally {
      await paying.end();
    }
  }

  /** Pays until it is ended. A voucher that is refused aborts its signal with that refusal: nobody waits for ever. */
  #payOn(asked?: AbortSignal) {
    const stop = new AbortController();
    const signal = asked ? AbortSignal.any([asked, stop.signal]) : stop.signal;
    const paying = this.#vouchers?.run(signal).catch((error: unknown) => stop.abort(error));
    const end = async (): Promise<void> => {
      stop.abort();
      await paying;
    };
    return { signal, end };
  }
}

const isUnavailable = (error: KnownError): boolean => error instanceof UnavailableError;

const isArrival = (options: StreamOptions | ArrivalOptions): options is ArrivalOptions =>
  options.order === 'any' || options.state === 'provisional';

const csvHeader = (progress: Progress): string =>
  `${[...RESULT_HEADER, ...progress.outputs.map((column) => column.name)].join(',')}\n`;

/** Audit records from the NDJSON that a coordinator serves. */
export const parseAudits = (text: string): AuditRecord[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

const query = (asked: object): string =>
  new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
