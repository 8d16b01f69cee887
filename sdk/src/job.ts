import type { AuditRecord, Certificate } from '@manyhands/protocol';
import { isKnownError, KnownError } from '@manyhands/protocol';
import { foldFrom, type JobFold } from './folds.ts';
import { type Http, pause } from './http.ts';
import { type Records, type StreamOptions, streamRecords } from './result-stream.ts';
import { RESULT_HEADER, type Row, rowsFromCsv, rowsFromNdjson } from './rows.ts';
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

const POLL_MILLISECONDS = 500;

interface JobSetting {
  readonly store: InputStore;
  readonly estimate?: Estimate;
  readonly payment?: Payment;
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

  /** Reserves the budget and lets the work begin. Throws BUDGET_FULL or JOB_STATE. */
  start(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/start`, {});
  }

  /** Nothing more of it is given out, within a second; what is done is kept. Throws JOB_STATE unless it runs. */
  pause(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/pause`, {});
  }

  resume(): Promise<Progress> {
    return this.#http.json('POST', `/v1/jobs/${this.id}/resume`, {});
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
   * an object by column name or an array in the kernel's order. Throws NO_SEAT (nothing was added), CALL_UNANSWERED (the
   * item stays in the job), INPUTS_AHEAD, JOB_CLOSED, BUDGET_FULL. Never sent twice by itself.
   */
  async call(input: object, options: { waitMs?: number } = {}): Promise<Row & { provisional: true }> {
    this.#outputs ??= this.progress().then((progress) => progress.outputs);
    const outputs = await this.#outputs;
    const { row } = await this.#http.post<CallShape>(`/v1/jobs/${this.id}/call`, {
      input: plainRow(input),
      ...options,
    });
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

  /** What the job's channel owes so far, and what vouchers cover. */
  bill(): Promise<Bill> {
    return this.#http.json('GET', `/v1/jobs/${this.id}/bill`);
  }

  /** Final rows in index order, paid for as they come if the job was given a payment. */
  async *results(options: StreamOptions = {}): AsyncGenerator<Row> {
    const progress = await this.progress();
    for await (const records of this.#paidRecords(progress, options))
      yield* rowsFromCsv(records.text, progress.outputs);
  }

  /** The same as CSV text, whole records at a time; the header comes first where it starts at index 0. */
  async *csv(options: StreamOptions = {}): AsyncGenerator<Records> {
    const progress = await this.progress();
    if ((options.from ?? 0) === 0) yield { text: csvHeader(progress), first: 0, count: 0 };
    yield* this.#paidRecords(progress, options);
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

  /** Waits for the certificate; throws JOB_STATE where the job was cancelled. */
  async certified(signal?: AbortSignal): Promise<Certificate> {
    for (;;) {
      try {
        return await this.certificate();
      } catch (error) {
        if (!isKnownError(error) || error.code !== 'JOB_NOT_CERTIFIED') throw error;
      }
      signal?.throwIfAborted();
      if ((await this.progress()).state === 'cancelled')
        throw new KnownError('JOB_STATE', `the job ${this.id} was cancelled and will have no certificate`);
      await pause(POLL_MILLISECONDS);
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

  async *#paidRecords(progress: Progress, options: StreamOptions): AsyncGenerator<Records> {
    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    // A voucher that is refused ends the stream with that refusal instead of waiting for ever.
    const paying = this.#vouchers?.run(signal).catch((error: unknown) => stop.abort(error));
    try {
      yield* streamRecords(this.#http, progress, { ...options, signal });
      if (!signal.aborted) await this.pay();
    } finally {
      stop.abort();
      await paying;
    }
  }
}

const csvHeader = (progress: Progress): string =>
  `${[...RESULT_HEADER, ...progress.outputs.map((column) => column.name)].join(',')}\n`;

/** Audit records from the NDJSON that a coordinator serves. */
export const parseAudits = (text: string): AuditRecord[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
