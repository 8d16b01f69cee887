import { randomBytes } from 'node:crypto';
import {
  channelId,
  checkPolicy,
  commitmentTo,
  DEFAULT_POLICY,
  type Hash,
  type JobId,
  type KernelSchema,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  type Policy,
  toHex,
} from '@manyhands/protocol';
import { trial } from '@manyhands/wasm-kernels';
import { unknownBlob } from '../blobs/blobs.ts';
import { addQuote } from '../db/jobs/add-quote.ts';
import { findJob } from '../db/jobs/find-job.ts';
import { findJobByKey } from '../db/jobs/find-job-by-key.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import type { JobPrice } from '../domain/pay.ts';
import { channelAccount } from '../ledger/ledger.ts';
import type { ChannelKey, Desk, Researcher } from './desk.ts';
import { defaultFuelCap, estimate, type Measured, measure, perGigafuel, sizeUnits } from './estimate.ts';
import { checkInputs, sampleRows } from './inputs.ts';
import { buildOf, kernelOf } from './kernels.ts';

/** What a researcher asks for. Amounts are token units. */
export interface JobRequest {
  readonly kernel: Hash;
  readonly title: string;
  /** The table of items, a blob. */
  readonly inputs: Hash;
  readonly datasets: Readonly<Record<string, Hash>>;
  readonly policy?: Policy;
  readonly fuelCap?: bigint;
  readonly unitItems?: number;
  /** Null: volunteer science. */
  readonly pay: {
    readonly perCoreHour: bigint;
    readonly budget: bigint;
    readonly channel: ChannelKey;
  } | null;
  readonly memoryPages?: number;
  readonly idempotencyKey?: string;
  readonly owner?: string;
}

/** Fuel a sample may use where the researcher gives no cap: a few minutes of one core, so that time ends it first. */
const TRIAL_FUEL = 1_000_000_000_000n;
/** The embedding site's share of what its visitors earn. */
const SITE_PPM = 200_000;

/**
 * Checks everything about a job before it may start, tries some of its items, and stores it as a quote. The same
 * idempotency key gives the same job again, whatever became of it. Nothing is stored when a check fails.
 */
export async function quoteJob(desk: Desk, researcher: Researcher, request: JobRequest): Promise<JobRecord> {
  if (request.idempotencyKey !== undefined) {
    const earlier = await findJobByKey(desk.db, researcher.id, request.idempotencyKey);
    if (earlier !== null) return quoted(desk, earlier);
  }
  const policy = checkPolicy(request.policy ?? DEFAULT_POLICY);
  const payer = request.pay === null ? null : payerOf(desk, request.pay);
  const kernel = await kernelOf(desk, request.kernel);
  const datasets = await datasetsOf(desk, kernel.schema, request.datasets);
  const rows = await desk.tables.rows(request.inputs);
  const { inputRoot, largest } = await checkInputs(rows, kernel.schema.inputs);
  const build = await buildOf(desk, kernel.hash, request.memoryPages);
  const measured = await tryOut(desk, {
    build,
    datasets,
    inputs: sampleRows(rows, inputRoot),
    fuelCap: request.fuelCap ?? null,
  });

  const fuelCap = request.fuelCap ?? defaultFuelCap(measured);
  const unitItems = request.unitItems ?? sizeUnits(measured, { largestInput: largest, items: rows.length });
  const price =
    request.pay === null || payer === null ? null : priceAt(payer, request.pay.perCoreHour, measured);
  const drawSecret = new Uint8Array(randomBytes(32));
  const plan = { items: rows.length, fuelCap, unitItems, policy, price };
  const id = await addQuote(desk.db, {
    id: randomBytes(16).toString('hex') as JobId,
    account: researcher.id,
    idempotencyKey: request.idempotencyKey ?? null,
    title: request.title,
    researcher: request.owner ?? researcher.name,
    kernel: kernel.hash,
    build,
    datasets,
    inputs: request.inputs,
    inputRoot,
    itemCount: rows.length,
    unitItems,
    fuelCap,
    policy,
    price,
    budget: request.pay === null ? null : request.pay.budget * LEDGER_UNITS_PER_TOKEN_UNIT,
    channel: payer?.channel ?? null,
    estimate: estimate(measured, { ...plan, seats: desk.dispatcher.activity().seats }),
    drawSecret,
    drawCommitment: toHex(commitmentTo(drawSecret)),
  });
  return quoted(desk, id);
}

const quoted = async (desk: Desk, id: JobId): Promise<JobRecord> => (await findJob(desk.db, id)) as JobRecord;

interface Payer {
  readonly channel: string;
  readonly feePpm: number;
}

function payerOf(desk: Desk, pay: NonNullable<JobRequest['pay']>): Payer {
  if (desk.treasury === null)
    throw new KnownError(
      'PAYMENTS_OFF',
      'this coordinator runs without a chain; leave price, budget and channel out',
    );
  const { researcher, signer, salt } = pay.channel;
  return { channel: channelId(researcher, signer, salt), feePpm: desk.treasury.feePpm };
}

const priceAt = (payer: Payer, perCoreHour: bigint, measured: Measured): JobPrice => ({
  payer: channelAccount(payer.channel),
  perGigafuel: perGigafuel(perCoreHour, measured.rate),
  feePpm: payer.feePpm,
  sitePpm: SITE_PPM,
});

/** The hashes of a kernel's datasets in its own order, each stored; throws REQUEST_INVALID or BLOB_UNKNOWN. */
async function datasetsOf(
  desk: Desk,
  schema: KernelSchema,
  given: Readonly<Record<string, Hash>>,
): Promise<{ name: string; hash: Hash }[]> {
  const names = schema.datasets.map((dataset) => dataset.name);
  const stray = Object.keys(given).find((name) => !names.includes(name));
  const missing = names.find((name) => !Object.hasOwn(given, name));
  const wrong = stray ?? missing;
  if (wrong !== undefined)
    throw new KnownError(
      'REQUEST_INVALID',
      `the dataset “${wrong}” is ${stray === undefined ? 'missing' : 'no dataset of this kernel'}; it takes ${
        names.length === 0 ? 'none' : names.join(', ')
      }`,
      { details: { field: `body.datasets.${wrong}` } },
    );
  for (const name of names) if ((await desk.blobs.size(given[name])) === null) throw unknownBlob(given[name]);
  return names.map((name) => ({ name, hash: given[name] }));
}

interface Samples {
  readonly build: Hash;
  readonly datasets: readonly { readonly hash: Hash }[];
  readonly inputs: readonly Uint8Array[];
  readonly fuelCap: bigint | null;
}

/** Runs sample items in a sandbox; throws KERNEL_IMPURE, KERNEL_TRIAL_FAILED or SANDBOX_LIMIT. */
async function tryOut(desk: Desk, samples: Samples): Promise<Measured> {
  const { inputs, fuelCap } = samples;
  const named = async (hash: Hash) => ({ hash, bytes: await desk.blobs.read(hash) });
  const { items, rate } = await trial({
    build: await named(samples.build),
    datasets: await Promise.all(samples.datasets.map((dataset) => named(dataset.hash))),
    inputs,
    fuelCap: fuelCap ?? TRIAL_FUEL,
  });
  return measure(items, rate);
}
