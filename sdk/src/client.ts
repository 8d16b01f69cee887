import {
  type Category,
  type Column,
  hashOf,
  type Keep,
  type KernelFiles,
  type KernelSchema,
  KnownError,
  type Policy,
} from '@manyhands/protocol';
import { type AskedSource, Graph, type GraphInput, type GraphProgress, type StageInput } from './graph.ts';
import { Http } from './http.ts';
import { type CalledRow, type CallOptions, Job } from './job.ts';
import { Payee } from './payees.ts';
import type { Row } from './rows.ts';
import { Services } from './services.ts';
import { askStatement, type StatementBytes, type StatementOptions } from './statements.ts';
import { Store } from './store.ts';
import { Computation, type PointOf, type Points, pointsOf, pointsOfList, type SweepAxis } from './sweep.ts';
import type { Inputs } from './tables/inputs.ts';
import { type AskedPart, askInputs } from './tables/table.ts';
import type { Payment } from './vouchers.ts';
import type {
  Estimate,
  InputPartShape,
  Payments,
  Progress,
  PublishedKernel,
  Quote,
  Rates,
  StatedShare,
  Status,
} from './wire.ts';
import type {
  AccountKey,
  JobsPage,
  NetworkFigures,
  SpendingLimit,
  StoredDataset,
  Usage,
} from './wire-looks.ts';

/** A kernel as AssemblyScript source (a text, or the files of a small project), as a module that follows the ABI with its columns, or by a published hash. */
export type KernelInput =
  | { readonly source: string | KernelFiles; readonly name?: string }
  | { readonly wasm: Uint8Array; readonly schema?: KernelSchema; readonly name?: string }
  | { readonly kernel: string };

/** What a job is besides its kernel and inputs. Money is token units. */
export interface JobOptions {
  readonly title?: string;
  /** Bytes shared by all items, or the hash of stored ones, by the name of the kernel's parameter. */
  readonly datasets?: Readonly<Record<string, Uint8Array | string>>;
  readonly policy?: Policy;
  /**
   * Instead of a policy: the largest share of wrong items that the certificate shall leave possible. Throws
   * BOUND_UNREACHABLE where audits cannot prove it for so few items; `details.offer` names a quorum that does.
   */
  readonly targetBound?: number;
  /** The most fuel one item may use; from the trial run unless given. */
  readonly fuelCap?: bigint;
  readonly unitItems?: number;
  readonly memoryPages?: number;
  /** Absent for volunteer science, which costs nothing. */
  readonly pay?: {
    readonly perCoreHour: bigint;
    readonly budget: bigint;
    readonly payment: Payment;
  };
  /** The same key gives the same job again, so that a client which was interrupted can continue. */
  readonly idempotencyKey?: string;
  /** What the job is for, so that contributors may choose; `other` unless given. */
  readonly category?: Category;
  /** Shown to contributors as the researcher. */
  readonly owner?: string;
  /** Inputs may be appended, and items called, until {@link Job.close}; only then it is certified. */
  readonly open?: boolean;
  /** What to do about items that fail: record them only, or also pause once so many did. Default `record`. */
  readonly onFailure?: 'record' | { readonly stopAfter: number };
  /** Its share of the seats beside other jobs: 1 to 100, 10 unless given. */
  readonly priority?: number;
  /**
   * What to keep instead of all rows, for jobs of more of them than anybody wants: `{ reduce: 'sum(x),hist(y,50)' }`, `{ top: '100:score' }`,
   * or `{ where: 'score > 80' }`, which may stand beside one of the others. Read with {@link Job.fold}. Throws KEEP_INVALID with
   * the place of what is wrong.
   */
  readonly keep?: Keep;
}

/** A coordinator as a researcher sees it. */
export class Client {
  readonly #http: Http;
  readonly #store: Store;
  readonly #services = new Services((kernel, rows, options) =>
    this.run(kernel, { kind: 'rows', rows }, options),
  );

  constructor(url: string, key?: string) {
    this.#http = new Http(url, key ?? null);
    this.#store = new Store(this.#http);
  }

  get url(): string {
    return this.#http.base;
  }

  status(): Promise<Status> {
    return this.#http.json('GET', '/v1/status');
  }

  /** How far fuel × rate and time disagree, by engine or device. */
  rates(by: Rates['by'] = 'engine'): Promise<Rates> {
    return this.#http.json('GET', `/v1/rates?by=${by}`);
  }

  /** The chain this coordinator settles on; throws PAYMENTS_OFF where there is none. */
  payments(): Promise<Payments> {
    return this.#http.json('GET', '/v1/payments');
  }

  /** Whoever earns at an address. */
  payee(address: string): Payee {
    return new Payee(this.#http, address);
  }

  /** Opens an account; its key is used from now on and cannot be shown again. */
  async account(name: string): Promise<{ account: string; key: string }> {
    const opened = await this.#http.json<{ account: string; key: string }>('POST', '/v1/accounts', { name });
    this.#http.key = opened.key;
    return opened;
  }

  /**
   * Compiles, inspects and instruments; publishing the same kernel again gives the same hash. `author` is what its author takes
   * of the price of work with it; what was stated first stays: throws SHARE_FIXED.
   */
  publish(
    kernel: KernelInput,
    options: { memoryPages?: number; author?: StatedShare } = {},
  ): Promise<PublishedKernel> {
    if ('kernel' in kernel) return this.#http.json('GET', `/v1/kernels/${kernel.kernel}`);
    const { name } = kernel;
    const body =
      'source' in kernel
        ? { source: kernel.source, name, ...options }
        : { wasm: base64(kernel.wasm), schema: kernel.schema, name, ...options };
    return this.#http.json('POST', '/v1/kernels', body);
  }

  /**
   * Stores bytes under their hash, with a name for {@link datasets}; bytes that are there already are not sent again. `owner` is what
   * their owner takes of the price of work with them as a dataset, stated when they are first sent: throws SHARE_FIXED.
   */
  upload(bytes: Uint8Array, name = '', options: { owner?: StatedShare } = {}): Promise<string> {
    return this.#store.put(bytes, name, options.owner);
  }

  /** Stored bytes by their hash: a table, a dataset, a kernel. Throws BLOB_UNKNOWN, or BLOB_HASH_MISMATCH where others came. */
  async blob(hash: string): Promise<Uint8Array> {
    const response = await this.#http.send('GET', `/v1/blobs/${hash}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (hashOf(bytes) === hash) return bytes;
    throw new KnownError('BLOB_HASH_MISMATCH', `the bytes served for ${hash} hash to ${hashOf(bytes)}`);
  }

  /** Everything up to the start: kernel published, inputs uploaded, trial run, estimate. */
  async quote(kernel: KernelInput, inputs: Inputs, options: JobOptions = {}): Promise<Job> {
    const published = await this.publish(kernel, { memoryPages: options.memoryPages });
    const datasets = await this.#uploadDatasets(published, options.datasets ?? {});
    // Every row is read before anything of the job is stored: a bad one leaves no job behind.
    const [first, ...rest] = await askInputs(inputs, published.schema.inputs, this.#store);
    const quote = await this.#http.json<Quote>('POST', '/v1/jobs', {
      kernel: published.kernel,
      title: options.title ?? published.name,
      inputs: first,
      open: options.open || rest.length > 0 ? true : undefined,
      priority: options.priority,
      onFailure: options.onFailure,
      datasets,
      policy: options.policy,
      targetBound: options.targetBound,
      fuelCap: options.fuelCap?.toString(),
      unitItems: options.unitItems,
      memoryPages: options.memoryPages,
      price: options.pay ? { perCoreHour: options.pay.perCoreHour.toString() } : null,
      budget: options.pay?.budget.toString() ?? null,
      channel: options.pay?.payment.channel ?? null,
      idempotencyKey: options.idempotencyKey,
      owner: options.owner,
      category: options.category,
      keep: options.keep,
    });
    const items = await this.#addParts(quote, rest);
    if (rest.length > 0 && !options.open) await this.job(quote.job).close();
    return this.job(quote.job, { estimate: scaled(quote.estimate, items), payment: options.pay?.payment });
  }

  /** Further tables of inputs that do not fit into one, once each. How many items the job has then. */
  async #addParts({ job, estimate }: Quote, parts: readonly AskedPart[]): Promise<number> {
    let { items } = estimate;
    for (const [i, inputs] of parts.entries()) {
      // Under words of our own: whoever appends later names parts too, and would be given ours for the same name.
      const part = { inputs, idempotencyKey: `inputs of the quote, part ${i + 1}` };
      items += (await this.#http.json<InputPartShape>('POST', `/v1/jobs/${job}/inputs`, part)).count;
    }
    return items;
  }

  /** {@link quote} and start. A job that an idempotency key finds running or finished is left as it is. */
  async run(kernel: KernelInput, inputs: Inputs, options: JobOptions = {}): Promise<Job> {
    const job = await this.quote(kernel, inputs, options);
    if ((await job.progress()).state === 'quoted') await job.start();
    return job;
  }

  /**
   * One answer at once, from a service that is kept for the kernel: an open job, which the first call starts (and computes its
   * input twice), which later calls with the same kernel and options use, and which is closed after a minute without any.
   * As {@link Job.call}; `waitMs` does not count the start.
   */
  call(kernel: KernelInput, input: object, options: JobOptions & CallOptions = {}): Promise<CalledRow> {
    return this.#services.call(kernel, input, options);
  }

  /** Closes the services that {@link call} began, so that they are certified. */
  close(): Promise<void> {
    return this.#services.close();
  }

  /**
   * Every combination of some axes, each a {@link range} or a list, by the names of the kernel's columns:
   * `for await (const { input, output } of client.sweep(kernel, { a: range(0, 100), b: [1, 2, 3] }))`.
   */
  sweep<A extends Readonly<Record<string, SweepAxis>>, O = Row['values']>(
    kernel: KernelInput,
    axes: A,
    options: JobOptions = {},
  ): Computation<PointOf<A>, O> {
    return this.#compute(kernel, options, (columns) => pointsOf(axes, columns) as Points<PointOf<A>>);
  }

  /** The same over a list of inputs: objects by column name, arrays in the kernel's order, or bare values for its only column. */
  map<I, O = Row['values']>(
    kernel: KernelInput,
    inputs: readonly I[],
    options: JobOptions = {},
  ): Computation<I, O> {
    return this.#compute(kernel, options, () => pointsOfList(inputs));
  }

  #compute<I, O>(
    kernel: KernelInput,
    options: JobOptions,
    pointsIn: (columns: readonly Column[]) => Points<I>,
  ): Computation<I, O> {
    return new Computation(async () => {
      const { memoryPages } = options;
      const published = await this.publish(kernel, { memoryPages });
      const points = pointsIn(published.schema.inputs);
      return { job: await this.run({ kernel: published.kernel }, points.inputs, options), points };
    });
  }

  job(id: string, options: { payment?: Payment; estimate?: Estimate } = {}): Job {
    return new Job(this.#http, id, { ...options, store: this.#store });
  }

  /** This account's jobs, newest first, quotes too: a page, and where the next one begins. */
  ownJobs(options: { before?: string; limit?: number } = {}): Promise<JobsPage> {
    const { before, limit = 50 } = options;
    const after = before === undefined ? '' : `&before=${before}`;
    return this.#http.json('GET', `/v1/jobs?mine=1&limit=${limit}${after}`);
  }

  /** The keys of this account, oldest first. Throws KEY_REFUSED or KEY_EXPIRED. */
  async keys(): Promise<AccountKey[]> {
    return (await this.#http.json<{ keys: AccountKey[] }>('GET', '/v1/keys')).keys;
  }

  /** Another key of this account, which is told once. Throws KEYS_FULL. */
  makeKey(name: string, options: { expiresInSeconds?: number } = {}): Promise<AccountKey & { key: string }> {
    return this.#http.json('POST', '/v1/keys', { name, ...options }, never);
  }

  /** Ends a key at once. Throws KEY_IN_USE for the one that this client asks with, and KEY_UNKNOWN. */
  async revokeKey(id: string): Promise<void> {
    await this.#http.send('DELETE', `/v1/keys/${id}`);
  }

  /** What this account allows its keys and channels to spend. */
  async limits(): Promise<SpendingLimit[]> {
    return (await this.#http.json<{ limits: SpendingLimit[] }>('GET', '/v1/limits')).limits;
  }

  /**
   * Limits what a key or a channel may spend, on a day (UTC) and in all, in token units; null: no such limit. All limits then.
   * Throws LIMITED_KEY where this client's own key is limited, KEY_IN_USE for this very key, KEY_UNKNOWN and LIMITS_FULL.
   */
  async limit(
    of: Pick<SpendingLimit, 'kind' | 'subject'>,
    { perDay, total }: { readonly perDay: bigint | null; readonly total: bigint | null },
  ): Promise<SpendingLimit[]> {
    const { kind, subject } = of;
    const body = { kind, subject, perDay: perDay?.toString() ?? null, total: total?.toString() ?? null };
    return (await this.#http.json<{ limits: SpendingLimit[] }>('POST', '/v1/limits', body)).limits;
  }

  /** What this account's jobs used and were charged. */
  usage(days = 30): Promise<Usage> {
    return this.#http.json('GET', `/v1/usage?days=${days}`);
  }

  /** {@link usage} by day and job as CSV; charges in ledger units. */
  async usageCsv(days = 30): Promise<string> {
    return (await this.#http.send('GET', `/v1/usage.csv?days=${days}`)).text();
  }

  /** What a channel of this account's jobs was charged, line by line, in ledger units. Throws CHANNEL_UNKNOWN. */
  statement(channel: string, options: StatementOptions = {}): Promise<StatementBytes> {
    return askStatement(this.#http, `/v1/channels/${channel}/statement`, options);
  }

  /** Stored bytes that this account sent or that its jobs use, newest first: a page, and where the next one begins. */
  datasets(before?: string): Promise<{ datasets: StoredDataset[]; next: string | null }> {
    return this.#http.json('GET', `/v1/datasets${before === undefined ? '' : `?before=${before}`}`);
  }

  /** What the whole network does. */
  network(): Promise<NetworkFigures> {
    return this.#http.json('GET', '/v1/network');
  }

  /**
   * Starts a graph of jobs: kernels published, inputs and datasets uploaded, stages with inputs of their own tried, all budgets
   * reserved. Throws GRAPH_INVALID, or what a quote throws, naming the stage; then nothing runs.
   */
  async graph(input: GraphInput): Promise<Graph> {
    const stages: Record<string, unknown> = {};
    for (const [name, stage] of Object.entries(input.stages)) stages[name] = await this.#askStage(stage);
    const { graph } = await this.#http.json<GraphProgress>('POST', '/v1/graphs', {
      title: input.title,
      stages,
      channel: input.payment?.channel ?? null,
      owner: input.owner,
      idempotencyKey: input.idempotencyKey,
    });
    return this.graphById(graph, { payment: input.payment });
  }

  graphById(id: string, options: { payment?: Payment } = {}): Graph {
    const { payment } = options;
    return new Graph(this.#http, id, { payment, job: (job) => this.job(job, { payment }) });
  }

  async jobs(): Promise<Progress[]> {
    return (await this.#http.json<{ jobs: Progress[] }>('GET', '/v1/jobs')).jobs;
  }

  /** A stage as it is declared: everything by hash. */
  async #askStage({ kernel, source, datasets, pay, ...stage }: StageInput): Promise<object> {
    const published = await this.publish(kernel, { memoryPages: stage.memoryPages });
    return {
      ...stage,
      kernel: published.kernel,
      source: source === undefined ? undefined : await this.#askSource(source, published),
      datasets: await this.#uploadDatasets(published, datasets ?? {}),
      fuelCap: stage.fuelCap?.toString(),
      ...(pay && { price: { perCoreHour: pay.perCoreHour.toString() }, budget: pay.budget.toString() }),
    };
  }

  async #askSource(source: Inputs, { schema }: PublishedKernel): Promise<AskedSource> {
    const [asked, ...more] = await askInputs(source, schema.inputs, this.#store);
    if (more.length === 0) return asked as AskedSource;
    throw new KnownError(
      'TABLE_INVALID',
      'a stage takes one table of 64 MiB at most: give it to a job of its own',
    );
  }

  async #uploadDatasets(
    published: PublishedKernel,
    datasets: Readonly<Record<string, Uint8Array | string>>,
  ): Promise<Record<string, string>> {
    const wanted = published.schema.datasets.map((dataset) => dataset.name);
    const given = Object.keys(datasets);
    const wrong = [
      ...wanted.filter((name) => !given.includes(name)),
      ...given.filter((n) => !wanted.includes(n)),
    ];
    if (wrong.length > 0)
      throw new KnownError(
        'REQUEST_INVALID',
        `the kernel takes the datasets [${wanted.join(', ')}], but [${given.join(', ')}] were given`,
      );
    const hashes: Record<string, string> = {};
    for (const name of wanted) {
      const given = datasets[name];
      hashes[name] = typeof given === 'string' ? given : await this.upload(given);
    }
    return hashes;
  }
}

/** The estimate of a job whose first inputs were measured, for all its items; the bound of fewer items holds for more. */
function scaled(estimate: Estimate, items: number): Estimate {
  const times = items / estimate.items;
  if (times === 1) return estimate;
  const { coreSeconds, cost, seconds, audits } = estimate;
  return {
    ...estimate,
    items,
    coreSeconds: coreSeconds * times,
    cost: cost === null ? null : String(BigInt(Math.ceil(Number(cost) * times))),
    seconds: seconds === null ? null : seconds * times,
    audits: Math.round(audits * times),
  };
}

/** The coordinator at `url`, with the API key of an account if there is one. */
export const manyhands = (url: string, key?: string): Client => new Client(url, key);

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** For what must not happen twice. */
const never = (): boolean => false;
