import { randomBytes } from 'node:crypto';
import {
  type Category,
  channelId,
  checkPolicy,
  commitmentTo,
  type Hash,
  type JobId,
  type JobSize,
  type Keep,
  type KernelSchema,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  type Policy,
  planKeep,
  toHex,
} from '@manyhands/protocol';
import { unknownBlob } from '../blobs/blobs.ts';
import { addQuote } from '../db/jobs/add-quote.ts';
import { findDatasetShares } from '../db/jobs/dataset-shares.ts';
import { findJob } from '../db/jobs/find-job.ts';
import { findJobByKey, type KeyedJob } from '../db/jobs/find-job-by-key.ts';
import type { StoredKernel } from '../db/jobs/find-kernel.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { quoteRefusal } from '../domain/kernel-standing.ts';
import { type JobPrice, priceAt } from '../domain/pay.ts';
import { auditPolicyFor, ordinaryAudits } from '../domain/policy-choice.ts';
import { checkRoles, type RoleShare, rolesOf } from '../domain/roles.ts';
import { PRIORITIES } from '../domain/weight.ts';
import { channelAccount } from '../ledger/ledger.ts';
import type { ChannelKey, Desk, Researcher } from './desk.ts';
import { defaultFuelCap, estimate, sizeOf, sizeUnits } from './estimate.ts';
import { type AskedInputs, checkInputs } from './inputs.ts';
import { kernelOf, withheldError } from './kernels.ts';
import { digestOf, reused } from './repeated.ts';
import { tryOut } from './trying.ts';

/** What a researcher asks for. Amounts are token units. */
export interface JobRequest {
  readonly kernel: Hash;
  readonly title: string;
  readonly inputs: AskedInputs;
  readonly datasets: Readonly<Record<string, Hash>>;
  /** At most one of both; audits for the size of the units unless given. */
  readonly policy?: Policy;
  /** Upper bound on the share of wrong items: audits as strong as it takes. */
  readonly targetBound?: number;
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
  /** Inputs may be appended until it is closed. */
  readonly open?: boolean;
  /** {@link PRIORITIES}. */
  readonly priority?: number;
  /** Pauses by itself after so many failed items; never if absent. */
  readonly stopAfter?: number;
  /** `other` if absent. */
  readonly category?: Category;
  /** What to keep of its results; all rows if absent. */
  readonly keep?: Keep;
}

/**
 * Checks everything about a job before it may start, tries some of its items, and stores it as a quote. The same
 * idempotency key gives the same job again, whatever became of it, and is refused with another request. Nothing is stored when a check fails.
 */
export async function quoteJob(desk: Desk, researcher: Researcher, request: JobRequest): Promise<JobRecord> {
  const { idempotencyKey, ...asked } = request;
  const requestDigest = idempotencyKey === undefined ? null : digestOf(asked);
  if (idempotencyKey !== undefined) {
    const earlier = await findJobByKey(desk.db, researcher.id, idempotencyKey);
    if (earlier !== null) return quoted(desk, sameJob(earlier, requestDigest));
  }
  const checked = await checkRequest(desk, request);
  const { payer, kernel, inputs } = checked;
  const { measured, builds, remarkable } = await tryOut(desk, checked, request.fuelCap ?? null);

  const fuelCap = request.fuelCap ?? defaultFuelCap(measured);
  const size = { largestInput: inputs.largest, items: inputs.count, wanted: request.unitItems };
  const unitItems = sizeUnits(measured, size);
  const price = payer && priceOf(payer, checked.roles);
  const { rate } = measured;
  const { seats, devices } = desk.dispatcher.activity();
  const policy = choosePolicy(request, sizeOf({ items: inputs.count, unitItems, devices }));
  const plan = {
    items: inputs.count,
    fuelCap,
    unitItems,
    policy,
    price: price && priceAt(price, rate),
    budget: payer?.budget ?? null,
    workWindows: desk.treasury?.workWindows ?? 0n,
  };
  const drawSecret = new Uint8Array(randomBytes(32));
  const stored = await addQuote(desk.db, {
    id: randomBytes(16).toString('hex') as JobId,
    account: researcher.id,
    key: researcher.key,
    idempotencyKey: idempotencyKey ?? null,
    requestDigest,
    title: request.title,
    researcher: request.owner ?? researcher.name,
    kernel: kernel.hash,
    ...builds,
    datasets: checked.datasets,
    source: inputs.source,
    inputRoot: inputs.root,
    itemCount: inputs.count,
    unitItems,
    fuelCap,
    rate,
    policy,
    price,
    budget: payer?.budget ?? null,
    channel: payer?.channel ?? null,
    estimate: { ...estimate(measured, { ...plan, seats, devices }), trial: remarkable },
    drawSecret,
    drawCommitment: toHex(commitmentTo(drawSecret)),
    open: request.open ?? false,
    priority: request.priority ?? PRIORITIES.usual,
    category: request.category ?? 'other',
    stopAfter: request.stopAfter ?? null,
    keep: request.keep ?? null,
  });
  return quoted(desk, sameJob(stored, requestDigest));
}

/** Throws IDEMPOTENCY_REUSED where something else was asked for under the key; of older jobs that is not known. */
function sameJob({ id, digest }: KeyedJob, asked: string | null): JobId {
  if (digest !== null && digest !== asked) throw reused(`another job, ${id}, was quoted`, { job: id });
  return id;
}

/** Everything that can be known of a request without running anything; throws what is wrong with it. */
async function checkRequest(desk: Desk, request: JobRequest) {
  const terms = await checkTerms(desk, request);
  return { ...terms, inputs: await checkInputs(desk.tables, request.inputs, terms.kernel.schema.inputs) };
}

/** The same but for the inputs, which a stage of a graph does not have yet. */
export async function checkTerms(desk: Desk, request: Omit<JobRequest, 'inputs'>) {
  checkWish(request);
  const payer = request.pay === null ? null : payerOf(desk, request.pay);
  const kernel = await kernelOf(desk, request.kernel);
  const refusal = quoteRefusal(desk.publication, kernel.standing);
  if (refusal !== null) throw withheldError(refusal);
  const plan = request.keep === undefined ? null : planKeep(request.keep, kernel.schema.outputs);
  const datasets = await datasetsOf(desk, kernel.schema, request.datasets);
  const roles = payer === null ? [] : await sharing(desk, payer, { author: kernel.author, datasets });
  return { payer, kernel, datasets, plan, roles, memoryPages: request.memoryPages };
}

/** Who shares in the price besides operator and contributors [SH3]. A free job pays nobody. */
async function sharing(
  desk: Desk,
  { feePpm }: Payer,
  { author, datasets }: Pick<StoredKernel, 'author'> & { readonly datasets: readonly { hash: Hash }[] },
): Promise<RoleShare[]> {
  const owners = await findDatasetShares(
    desk.db,
    datasets.map(({ hash }) => hash),
  );
  const roles = rolesOf(author, owners, datasets);
  checkRoles(feePpm, roles);
  return roles;
}

/** Sums of fuel over a unit are exact numbers only up to here. */
const MOST_FUEL = BigInt(Number.MAX_SAFE_INTEGER);

/** Throws POLICY_INVALID or FUEL_CAP_INVALID on what nothing can carry out, whatever the size of the job. */
function checkWish({ policy, targetBound, fuelCap }: Omit<JobRequest, 'inputs'>): void {
  if (fuelCap !== undefined && fuelCap > MOST_FUEL)
    throw new KnownError('FUEL_CAP_INVALID', `an item may use up to ${MOST_FUEL} fuel, not ${fuelCap}`);
  if (policy !== undefined) checkPolicy(policy);
  if (targetBound === undefined) return;
  if (policy !== undefined)
    throw new KnownError('POLICY_INVALID', 'a job has a policy or a target bound, not both');
  if (!(targetBound > 0 && targetBound < 1))
    throw new KnownError('POLICY_INVALID', `targetBound must be a share between 0 and 1, not ${targetBound}`);
}

/** The policy asked for, or audits that reach the bound asked for; throws BOUND_UNREACHABLE with what would. */
function choosePolicy({ policy, targetBound }: JobRequest, size: JobSize): Policy {
  if (policy !== undefined) return checkPolicy(policy);
  if (targetBound === undefined) return ordinaryAudits(size.unitItems);
  const choice = auditPolicyFor(targetBound, size);
  if (choice.kind === 'reachable') return choice.assurance.policy;
  const { best, offer, sentence } = choice;
  throw new KnownError('BOUND_UNREACHABLE', sentence, { details: { best, offer } });
}

/** A request that was checked. */
export type Checked = Awaited<ReturnType<typeof checkRequest>>;

const quoted = async (desk: Desk, id: JobId): Promise<JobRecord> => (await findJob(desk.db, id)) as JobRecord;

interface Payer {
  readonly channel: string;
  readonly feePpm: number;
  /** Token units. */
  readonly perCoreHour: bigint;
  /** Ledger units. */
  readonly budget: bigint;
}

function payerOf(desk: Desk, pay: NonNullable<JobRequest['pay']>): Payer {
  if (desk.treasury === null)
    throw new KnownError(
      'PAYMENTS_OFF',
      'this coordinator runs without a chain; leave price, budget and channel out',
    );
  const { researcher, signer, salt } = pay.channel;
  return {
    channel: channelId(researcher, signer, salt),
    feePpm: desk.treasury.feePpm,
    perCoreHour: pay.perCoreHour,
    budget: pay.budget * LEDGER_UNITS_PER_TOKEN_UNIT,
  };
}

const priceOf = (payer: Payer, roles: readonly RoleShare[]): JobPrice => ({
  payer: channelAccount(payer.channel),
  perCoreHour: payer.perCoreHour * LEDGER_UNITS_PER_TOKEN_UNIT,
  feePpm: payer.feePpm,
  ...(roles.length > 0 && { roles }),
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
