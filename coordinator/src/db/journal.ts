import type { CoordinatorId, DeviceId } from '@manyhands/protocol';
import type {
  Claim,
  ClaimRequest,
  CommitBatch,
  CommitReceipt,
  DeviceRecord,
  JobTerms,
  Journal,
} from '../dispatch/journal.ts';
import type { PublicationPolicy } from '../domain/kernel-standing.ts';
import type { Db } from './db.ts';
import { beatCoordinator, stopCoordinator } from './journal/beat-coordinator.ts';
import { claimSlice } from './journal/claim-slice.ts';
import { commitBatch } from './journal/commit-batch.ts';
import { countBans } from './journal/count-bans.ts';
import { freeSilentSlices, freeSlicesOf, freeSlicesOfOthers } from './journal/free-slices.ts';
import { KnownBans } from './journal/known-bans.ts';
import { readBansSince } from './journal/read-banned.ts';
import { readDevices } from './journal/read-devices.ts';
import { readRunningJobs } from './journal/read-running-jobs.ts';
import { SliceMemory } from './journal/slice-memory.ts';
import type { StoredTally } from './journal/store-changes.ts';
import { foldTallies } from './ledger/fold-tallies.ts';

export interface SqlJournalOptions {
  /** Milliseconds without a beat after which a coordinator's slices are free. Far more than a beat's interval. */
  readonly silentMs?: number;
  /** No other process can have the database open (PGlite): slices of earlier processes are free at once. */
  readonly alone?: boolean;
  /** Whose kernels may run here; anyone's if absent. */
  readonly publication?: PublicationPolicy;
  /** Where contributors find this coordinator; informative. */
  readonly address?: string;
}

/** Milliseconds between two foldings of tallies: an account or device is written once for all commits between them. */
const FOLD_MS = 5_000;

/**
 * The journal in SQL. A commit appends one segment for each slice, whatever the number of its units, and one tally;
 * the tallies of a few seconds are folded into entries and devices together.
 *
 * Locks are always taken in the order coordinator, job, own slices by id, bans, devices by id; so commits of many
 * coordinators do not wait in a circle, and where a ban must take more (jobs and slices nobody owns), PostgreSQL breaks
 * the deadlock and the transaction runs again.
 */
export class SqlJournal implements Journal {
  readonly #db: Db;
  readonly #options: Required<SqlJournalOptions>;
  readonly #memory = new SliceMemory();
  readonly #bans = new KnownBans();
  /** Own tallies that may not be folded yet. */
  #tallies: StoredTally[] = [];
  /** The number of bans told already. */
  #told: number | null = null;
  #foldedAt = 0;
  #tookOver = false;

  constructor(db: Db, options: SqlJournalOptions = {}) {
    this.#db = db;
    this.#options = { silentMs: 10_000, alone: false, publication: 'open', address: '', ...options };
  }

  runningJobs(): Promise<readonly JobTerms[]> {
    return readRunningJobs(this.#db, this.#options.publication);
  }

  async claim(me: CoordinatorId, request: ClaimRequest): Promise<Claim> {
    // Bans from now on are told with a beat, those before are undone in what is granted.
    this.#told ??= await countBans(this.#db);
    const { claim, marks, tally } = await this.#db.transaction((sql) => claimSlice(sql, me, request));
    if (claim.kind === 'granted' && marks !== null)
      this.#memory.keep(claim.slice.id, claim.slice.fence, marks);
    if (tally !== null) this.#tallies.push(tally);
    return claim;
  }

  async commit(me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt> {
    const { receipt, slices, tally } = await this.#db.transaction((sql) =>
      commitBatch({ sql, me, memory: this.#memory, bans: this.#bans }, batch),
    );
    for (const { id, fence, marks } of slices) if (marks !== null) this.#memory.keep(id, fence, marks);
    if (tally !== null) this.#tallies.push(tally);
    return receipt;
  }

  /** Tallies of other coordinators that are not folded yet are left out: they show seconds later. */
  async devices(ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>> {
    if (ids.length === 0) return new Map();
    const { records, open } = await readDevices(
      this.#db,
      ids,
      this.#tallies.map((tally) => tally.id),
    );
    for (const { id: tally, sums } of this.#tallies)
      if (open.has(tally))
        for (const id of ids) {
          const change = sums.devices.get(id);
          if (change !== undefined) records.set(id, changed(records.get(id) ?? UNKNOWN, change));
        }
    return records;
  }

  async beat(me: CoordinatorId): Promise<readonly DeviceId[]> {
    const { address, alone, silentMs } = this.#options;
    await beatCoordinator(this.#db, me, address);
    if (alone && !this.#tookOver) await freeSlicesOfOthers(this.#db, me);
    this.#tookOver = true;
    await freeSilentSlices(this.#db, silentMs);
    if (performance.now() - this.#foldedAt >= FOLD_MS) await this.#fold();
    return this.#untold();
  }

  async release(me: CoordinatorId): Promise<void> {
    await this.#db.transaction(async (sql) => {
      await freeSlicesOf(sql, me);
      await stopCoordinator(sql, me);
    });
    this.#memory.clear();
    await this.#fold();
  }

  async #fold(): Promise<void> {
    this.#foldedAt = performance.now();
    const before = new Set(this.#tallies);
    await foldTallies(this.#db);
    this.#tallies = this.#tallies.filter((tally) => !before.has(tally));
  }

  async #untold(): Promise<readonly DeviceId[]> {
    const number = await countBans(this.#db);
    const told = this.#told ?? number;
    this.#told = number;
    return number > told ? readBansSince(this.#db, told) : [];
  }
}

const UNKNOWN: DeviceRecord = { passed: 0, banned: false, finalItems: 0, refutedItems: 0, finalFuel: 0n };

const changed = (record: DeviceRecord, by: Omit<DeviceRecord, 'banned'>): DeviceRecord => ({
  banned: record.banned,
  passed: record.passed + by.passed,
  finalItems: record.finalItems + by.finalItems,
  refutedItems: record.refutedItems + by.refutedItems,
  finalFuel: record.finalFuel + by.finalFuel,
});
