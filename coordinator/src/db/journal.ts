import type { CoordinatorId, DeviceId, JobId } from '@manyhands/protocol';
import type {
  Claim,
  ClaimRequest,
  CommitBatch,
  CommitReceipt,
  DeviceRecord,
  JobTerms,
  Journal,
  SliceGrant,
} from '../dispatch/journal.ts';
import type { Db, Sql } from './db.ts';
import { beatCoordinator, stopCoordinator } from './journal/beat-coordinator.ts';
import { carveSlice } from './journal/carve-slice.ts';
import { Counts } from './journal/changes.ts';
import { commitBatch } from './journal/commit-batch.ts';
import { findFreeSlice } from './journal/find-free-slice.ts';
import { freeSilentSlices, freeSlicesOf, freeSlicesOfOthers } from './journal/free-slices.ts';
import { type LeasedSlice, leaseSlice } from './journal/lease-slice.ts';
import { type LockedJob, lockJob } from './journal/lock-job.ts';
import { readDevices } from './journal/read-devices.ts';
import { readRateHistory } from './journal/read-rate-history.ts';
import { readRecentBans } from './journal/read-recent-bans.ts';
import { readRunningJobs } from './journal/read-running-jobs.ts';
import { readUnits } from './journal/read-units.ts';
import { sumCommittedBudget } from './journal/sum-committed-budget.ts';
import { undoBanned } from './journal/undo-banned.ts';

export interface SqlJournalOptions {
  /** Milliseconds without a beat after which a coordinator's slices are free. Far more than a beat's interval. */
  readonly silentMs?: number;
  /** No other process can have the database open (PGlite): slices of earlier processes are free at once. */
  readonly alone?: boolean;
  /** Where contributors find this coordinator; informative. */
  readonly address?: string;
}

/** A transaction may pronounce a ban and commit it later: bans of this long ago are looked at again, and known ones left out. */
const BAN_OVERLAP_MS = 60_000;

/**
 * The journal in SQL. Locks are always taken in the order job, own slices, devices, and each kind by id; so commits of
 * many coordinators do not wait in a circle, and where a ban must take more (slices nobody owns), PostgreSQL breaks
 * the deadlock and the transaction runs again.
 */
export class SqlJournal implements Journal {
  readonly #db: Db;
  readonly #options: Required<SqlJournalOptions>;
  /** Bans told already, by when they were. */
  readonly #told = new Map<DeviceId, number>();
  #tookOver = false;

  constructor(db: Db, options: SqlJournalOptions = {}) {
    this.#db = db;
    this.#options = { silentMs: 10_000, alone: false, address: '', ...options };
  }

  runningJobs(): Promise<readonly JobTerms[]> {
    return readRunningJobs(this.#db);
  }

  claim(me: CoordinatorId, request: ClaimRequest): Promise<Claim> {
    return this.#db.transaction(async (sql) => {
      const job = await lockJob(sql, request.job);
      if (job === null) return { kind: 'none' };
      const free = await freeBudget(sql, request.job, job);
      return (await claimFree(sql, me, request, free)) ?? claimFresh(sql, me, request, { job, free });
    });
  }

  commit(me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt> {
    return this.#db.transaction((sql) => commitBatch(sql, me, batch));
  }

  devices(ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>> {
    return readDevices(this.#db, ids);
  }

  async beat(me: CoordinatorId): Promise<readonly DeviceId[]> {
    const { address, alone, silentMs } = this.#options;
    await beatCoordinator(this.#db, me, address);
    if (alone && !this.#tookOver) await freeSlicesOfOthers(this.#db, me);
    this.#tookOver = true;
    await freeSilentSlices(this.#db, silentMs);
    return this.#untold(await readRecentBans(this.#db, BAN_OVERLAP_MS));
  }

  release(me: CoordinatorId): Promise<void> {
    return this.#db.transaction(async (sql) => {
      await freeSlicesOf(sql, me);
      await stopCoordinator(sql, me);
    });
  }

  #untold(bans: readonly DeviceId[]): DeviceId[] {
    const now = performance.now();
    const fresh = bans.filter((device) => !this.#told.has(device));
    for (const device of fresh) this.#told.set(device, now);
    // Kept twice as long as they can come up again.
    for (const [device, at] of this.#told) if (now - at > 2 * BAN_OVERLAP_MS) this.#told.delete(device);
    return fresh;
  }
}

/** Ledger units that may still be reserved; null: there is no limit. */
async function freeBudget(sql: Sql, id: JobId, job: LockedJob): Promise<bigint | null> {
  return job.budget === null ? null : job.budget - (await sumCommittedBudget(sql, id));
}

/** Takes up a slice that its owner gave up, or that was opened again [LS4]. Null: there is none. */
async function claimFree(
  sql: Sql,
  me: CoordinatorId,
  request: ClaimRequest,
  free: bigint | null,
): Promise<Claim | null> {
  const found = await findFreeSlice(sql, request.job);
  if (found === null) return null;
  if (free !== null && found.needed > 0n && found.needed > free)
    return { kind: 'budget', free, terms: found.terms };
  const leased = await leaseSlice(sql, found.id, me);
  const counts = new Counts();
  await undoBanned(sql, [leased.id], counts);
  await counts.write(sql);
  return { kind: 'granted', slice: await grantOf(sql, request, leased) };
}

/** Carves at the rate of the moment; the job's lock keeps the rate from moving twice at once. */
async function claimFresh(
  sql: Sql,
  me: CoordinatorId,
  request: ClaimRequest,
  { job, free }: { readonly job: LockedJob; readonly free: bigint | null },
): Promise<Claim> {
  const left = Math.min(request.count, job.item_count - job.cursor);
  if (!request.carve || left <= 0) return { kind: 'none' };
  const terms = request.termsAfter(await readRateHistory(sql, request.job, job.rate));
  const count = affordable(Math.min(left, terms.most ?? left), free, terms.reservePerItem);
  if (free !== null && count === 0) return { kind: 'budget', free, terms };
  const leased = await carveSlice(sql, request.job, me, { count, ...terms });
  return { kind: 'granted', slice: { ...leased, job: request.job, units: [] } };
}

function affordable(wanted: number, free: bigint | null, perItem: bigint): number {
  if (free === null || perItem === 0n) return wanted;
  return free <= 0n ? 0 : Math.min(wanted, Number(free / perItem));
}

const grantOf = async (sql: Sql, request: ClaimRequest, leased: LeasedSlice): Promise<SliceGrant> => ({
  ...leased,
  job: request.job,
  units: await readUnits(sql, leased.id),
});
