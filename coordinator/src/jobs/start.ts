import { type JobId, KnownError, LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { endCharged, endJob } from '../db/jobs/end-job.ts';
import { findJob } from '../db/jobs/find-job.ts';
import { forgetSliceDevices } from '../db/jobs/forget-slice-devices.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { lockChannelJobs } from '../db/jobs/lock-channel-jobs.ts';
import { startJob as started } from '../db/jobs/start-job.ts';
import { closeJob as closed, raiseBudget, pauseJob as setPaused } from '../db/jobs/steer-job.ts';
import { withheldReason } from '../domain/kernel-standing.ts';
import { priceAt } from '../domain/pay.ts';
import { reservePerItem } from '../domain/reserve.ts';
import type { Desk, Researcher } from './desk.ts';
import { withheldError } from './kernels.ts';
import { checkLimits } from './spending.ts';

/** A job of this account; another's is as unknown as none at all. */
export async function ownJob(desk: Desk, researcher: Researcher, id: JobId): Promise<JobRecord> {
  const job = await jobOf(desk, id);
  if (job.account !== researcher.id) throw unknownJob(id);
  return job;
}

/** Throws JOB_OF_GRAPH for a stage of a graph: its inputs and its ways are the graph's alone [CH5]. */
export function checkFree({ graph }: JobRecord): void {
  if (graph !== null)
    throw new KnownError(
      'JOB_OF_GRAPH',
      `this job is a stage of the graph ${graph}; POST /v1/graphs/${graph}/pause, resume or cancel`,
      { details: { graph } },
    );
}

/** Throws JOB_UNKNOWN. */
export async function jobOf(desk: { readonly db: Sql }, id: JobId): Promise<JobRecord> {
  const job = await findJob(desk.db, id);
  if (job === null) throw unknownJob(id);
  return job;
}

const unknownJob = (id: string): KnownError =>
  new KnownError('JOB_UNKNOWN', `you have no job ${id}; GET /v1/jobs lists those that run`);

/**
 * Lets a quoted job run. Starting again what runs or is certified changes nothing, so that a client may repeat it.
 * `key`: under which it spends from now on. Throws what withholds its kernel, BUDGET_FULL, SPENDING_LIMIT, or VOUCHER_UNCOVERED where the channel's deposit cannot cover the budget beside what its other
 * jobs may still charge [LG2].
 */
export async function startJob(desk: Desk, job: JobRecord, key: string | null = job.key): Promise<void> {
  if (job.state === 'running' || job.state === 'certified') return;
  if (job.state === 'cancelled') throw wrongState(job, 'started');
  const withheld = withheldReason(desk.publication, job.kernelStanding);
  if (withheld !== null) throw withheldError(withheld);
  const deposit = await depositFor(desk, job);
  const began = await desk.db.transaction(async (sql) => {
    if (job.channel !== null && job.price !== null) {
      const { charged, open } = await lockOwnChannel(sql, job.channel, job);
      checkDeposit(deposit, open + charged + (job.budget ?? 0n));
      const spender = { account: job.account, key, channel: job.channel };
      const promised = { more: job.budget ?? 0n, unit: unitReserve(job), starting: job.id };
      await checkLimits(sql, spender, promised);
    }
    return started(sql, job.id, key);
  });
  if (!began) return startJob(desk, await jobOf(desk, job.id), key);
  desk.dispatcher.lookForJobs();
}

/**
 * Ends a job before it is certified; nothing more is computed or charged. Where rows on hold of a paid job were shown, it ends once
 * these are checked and charged; nothing more is given out meanwhile [RS5]. Repeating it changes nothing.
 */
export async function cancelJob(desk: Desk, job: JobRecord): Promise<void> {
  if (job.state === 'certified') throw wrongState(job, 'cancelled');
  const ended = await desk.db.transaction((sql) => endJob(sql, job.id));
  if (ended === 'ending') desk.dispatcher.lookForJobs();
  if (ended === 'cancelled') await putAway(desk, job.id);
}

/** Ends the cancelled jobs of which all that was shown is charged by now, at whichever coordinator that happened. */
export async function endChargedJobs(desk: Desk): Promise<void> {
  for (const id of await desk.db.transaction(endCharged)) await putAway(desk, id);
}

async function putAway(desk: Desk, id: JobId): Promise<void> {
  desk.dispatcher.jobEnded(id);
  await forgetSliceDevices(desk.db, id);
}

/** Gives nothing more of a running job out until it is resumed; what is done, and what is owed for it, stays. Repeatable. */
export const pauseJob = (desk: Desk, job: JobRecord): Promise<void> => steer(desk, job, true);

/** Lets a paused job go on. Repeatable. */
export const resumeJob = (desk: Desk, job: JobRecord): Promise<void> => steer(desk, job, false);

async function steer(desk: Desk, job: JobRecord, paused: boolean): Promise<void> {
  if (await setPaused(desk.db, job.id, paused)) desk.dispatcher.lookForJobs();
  else throw wrongState(await jobOf(desk, job.id), paused ? 'paused' : 'resumed');
}

/** Takes no more inputs: once all items are final, the job is certified. Repeatable. */
export async function closeJob(desk: Desk, job: JobRecord): Promise<void> {
  if (await closed(desk.db, job.id)) desk.dispatcher.lookForJobs();
  else if ((await jobOf(desk, job.id)).state === 'cancelled') throw wrongState(job, 'closed');
}

/**
 * Raises the budget of a paid job, in token units, so that one which ran out goes on. Repeatable; a budget never falls. Throws
 * REQUEST_INVALID, JOB_STATE, SPENDING_LIMIT, or VOUCHER_UNCOVERED where the channel's deposit does not cover it [LG2].
 */
export async function extendJob(desk: Desk, job: JobRecord, budget: bigint): Promise<void> {
  if (job.price === null || job.budget === null)
    throw new KnownError('REQUEST_INVALID', 'this job is volunteer science and has no budget to extend');
  const wanted = { ...job, budget: budget * LEDGER_UNITS_PER_TOKEN_UNIT };
  if (wanted.budget < job.budget)
    throw new KnownError(
      'REQUEST_INVALID',
      `the budget is ${tokenUnits(job.budget)} token units already, and can only be raised`,
    );
  const deposit = await depositFor(desk, wanted);
  const raised = await desk.db.transaction(async (sql) => {
    const { charged, open } = await lockOwnChannel(sql, job.channel as string, job);
    // As it is under the lock: a quote, which promises nothing yet, may have been started since, and under another key.
    const now = await jobOf({ db: sql }, job.id);
    const before = now.state === 'running' ? (now.budget ?? 0n) : null;
    checkDeposit(deposit, open + charged - (before ?? 0n) + wanted.budget);
    if (before !== null)
      await checkLimits(sql, now, { more: wanted.budget - before, unit: 0n, starting: null });
    return raiseBudget(sql, job.id, wanted.budget);
  });
  if (!raised) throw wrongState(await jobOf(desk, job.id), 'extended');
  desk.dispatcher.lookForJobs();
}

/** Throws CHANNEL_UNKNOWN where the channel serves another account, of which nothing more is told [SM4]. */
async function lockOwnChannel(sql: Sql, channel: string, { account, id }: Pick<JobRecord, 'account' | 'id'>) {
  const use = await lockChannelJobs(sql, channel, account, id);
  if (use.foreign)
    throw new KnownError('CHANNEL_UNKNOWN', 'this channel pays for the jobs of another account');
  return use;
}

const wrongState = (job: JobRecord, what: string): KnownError =>
  new KnownError('JOB_STATE', `this job is ${job.state} and cannot be ${what}`, {
    details: { state: job.state },
  });

/** Checks the budget, and asks the chain for the deposit behind it, in ledger units. 0 for a free job. */
async function depositFor(desk: Desk, job: JobRecord): Promise<bigint> {
  checkUnitCovered(job);
  return job.channel === null || job.price === null ? 0n : depositOf(desk, job.channel);
}

/** Ledger units deposited in a channel. Throws PAYMENTS_OFF, CHANNEL_UNKNOWN or CHAIN_UNREACHABLE. */
export async function depositOf(desk: Desk, channel: string): Promise<bigint> {
  if (desk.treasury === null)
    throw new KnownError('PAYMENTS_OFF', 'this coordinator runs without a chain now');
  return (await desk.treasury.depositOf(channel)) * LEDGER_UNITS_PER_TOKEN_UNIT;
}

/** Ledger units to be set aside for one unit, at the trial's rate. */
function unitReserve({ price, rate, fuelCap, policy, unitItems, itemCount }: JobRecord): bigint {
  if (price === null) return 0n;
  return reservePerItem(priceAt(price, rate), fuelCap, policy) * BigInt(Math.min(unitItems, itemCount));
}

/** Throws BUDGET_FULL where the budget does not cover one unit. */
export function checkUnitCovered(job: JobRecord): void {
  if (job.price === null || job.budget === null) return;
  const unit = unitReserve(job);
  if (job.budget >= unit) return;
  throw new KnownError(
    'BUDGET_FULL',
    `the budget of ${tokenUnits(job.budget)} token units does not cover one unit of ${job.unitItems} items, for which ${tokenUnits(unit) + 1n} must be set aside`,
    { details: { budget: String(tokenUnits(job.budget)), needed: String(tokenUnits(unit) + 1n) } },
  );
}

/** Throws VOUCHER_UNCOVERED where a deposit does not cover what is promised with it, both in ledger units. */
export function checkDeposit(deposit: bigint, needed: bigint): void {
  if (deposit >= needed) return;
  throw new KnownError(
    'VOUCHER_UNCOVERED',
    `the channel holds ${tokenUnits(deposit)} token units; this budget and what the channel's jobs owe or may still charge come to ${tokenUnits(needed)}`,
    { details: { deposit: String(tokenUnits(deposit)), needed: String(tokenUnits(needed)) } },
  );
}

const tokenUnits = (ledger: bigint): bigint => ledger / LEDGER_UNITS_PER_TOKEN_UNIT;
