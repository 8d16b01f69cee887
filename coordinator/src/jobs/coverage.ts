import { setTimeout as wait } from 'node:timers/promises';
import { LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { lockChannel } from '../db/jobs/lock-channel.ts';
import { hasArrivals } from '../db/jobs/note-arrivals.ts';
import { noteHeldShown } from '../db/jobs/note-held-shown.ts';
import { sumCharged, sumCommitted, sumSpentFrom } from '../db/jobs/sum-spent.ts';
import { isExiting } from '../db/settlement/is-exiting.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import { hasChannel } from '../db/usage/has-channel.ts';
import type { LoggedUnit, SliceLog } from '../dispatch/slice-log.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import type { FinalRun } from './final-units.ts';

/**
 * Of some final units in order, those that may be shown: every charge of the channel, but for this job's later units,
 * must be within what vouchers cover and the credit window. So what is shown of all a channel's jobs together never
 * exceeds both. Where rows of the channel were shown as they come, all of it must be covered before more is [RS4].
 */
export async function coveredPart(sql: Sql, job: JobRecord, { slice, units }: FinalRun): Promise<FinalRun> {
  if (job.channel === null || job.price === null || slice === null || units.length === 0)
    return { slice, units };
  const limit = await limitOf(sql, job, job.channel);
  const charged = await sumCharged(sql, job.channel);
  if (charged <= limit) return { slice, units };
  // Who saw rows out of order would see more than the limit if a prefix were counted alone.
  if (await hasArrivals(sql, job.channel)) return { slice, units: [] };
  const end = slice.slice.first + slice.slice.count;
  let shown = charged - (await sumSpentFrom(sql, job.id, end)) - chargedFrom(slice, units[0].first);
  const covered: LoggedUnit[] = [];
  for (const unit of units) {
    shown += unit.charged;
    if (shown > limit) break;
    covered.push(unit);
  }
  return { slice, units: covered };
}

const POLL_MILLISECONDS = 200;

/** How far a channel's vouchers and the job's credit window reach, in ledger units. Who leaves has no credit. */
async function limitOf(sql: Sql, job: JobRecord, channel: string): Promise<bigint> {
  const vouchered = await readVouchered(sql, channel);
  const credit = (await isExiting(sql, channel)) ? 0n : BigInt(job.estimate.creditWindow);
  return (vouchered + credit) * LEDGER_UNITS_PER_TOKEN_UNIT;
}

/** What a paid job's channel must cover before its results are shown. Ledger units; a free job has nothing to cover. */
export class Cover {
  readonly #sql: Sql;
  readonly #job: JobRecord;
  readonly #channel: string | null;

  constructor(sql: Sql, job: JobRecord) {
    this.#sql = sql;
    this.#job = job;
    this.#channel = job.price === null ? null : job.channel;
  }

  /** What all jobs of the channel were charged so far. */
  charged(): Promise<bigint> {
    return this.#channel === null ? Promise.resolve(0n) : sumCharged(this.#sql, this.#channel);
  }

  /**
   * Whether all that was charged and is set aside is covered, so that what is on hold may be shown: never of a paid job that was
   * cancelled. Where it says so, the job does not end before that is charged [RS5].
   */
  async reachesHeld(): Promise<boolean> {
    if (this.#channel === null) return true;
    const committed = await sumCommitted(this.#sql, this.#channel, this.#job.id);
    if (committed === null || !(await this.reaches(committed))) return false;
    return noteHeldShown(this.#sql, this.#job.id);
  }

  /**
   * The same of an item that is yet to be computed, and answered at once: `more` is what is set aside for it. Calls of one channel are
   * looked at one after the other.
   */
  async reachesCall(more: bigint): Promise<boolean> {
    if (this.#channel === null) return true;
    await lockChannel(this.#sql, this.#channel);
    const committed = await sumCommitted(this.#sql, this.#channel, this.#job.id);
    if (committed === null || !(await this.reaches(committed + more))) return false;
    return noteHeldShown(this.#sql, this.#job.id);
  }

  /** Whether it must be covered as a whole, because rows were shown as they come. */
  async isWhole(): Promise<boolean> {
    return this.#channel !== null && hasArrivals(this.#sql, this.#channel);
  }

  /**
   * Waits until what was charged up to now is covered: work that goes on is charged faster than vouchers follow, so a sum
   * taken anew each time might never be. False where the signal comes first.
   */
  async whole(signal: AbortSignal): Promise<boolean> {
    const charged = await this.charged();
    while (!(await this.reaches(charged))) {
      if (signal.aborted) return false;
      await wait(POLL_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
    return true;
  }

  /** Whether vouchers and the credit window cover so much. */
  async reaches(amount: bigint): Promise<boolean> {
    return this.#channel === null || amount <= (await limitOf(this.#sql, this.#job, this.#channel));
  }
}

/** What was charged for a slice's units from an item on, refuted ones included. */
function chargedFrom(slice: SliceLog, item: number): bigint {
  let sum = 0n;
  for (const unit of slice.attempts()) if (unit.first >= item) sum += unit.charged;
  return sum;
}

/**
 * What a job's channel owes for all its jobs, cumulative. Token units as decimal text. A quote may name any channel: of one that pays
 * for no job of its account nothing is told [SM4].
 */
export async function billOf(sql: Sql, job: JobRecord) {
  const { account, channel } = job;
  if (job.price === null || channel === null)
    return { channel: null, owed: '0', vouchered: '0', creditWindow: '0' };
  if (!(await hasChannel(sql, account, channel)))
    return { channel, owed: '0', vouchered: '0', creditWindow: job.estimate.creditWindow };
  return {
    channel,
    owed: String(tokenUnitsOwed(await sumCharged(sql, channel))),
    vouchered: String(await readVouchered(sql, channel)),
    creditWindow: job.estimate.creditWindow,
  };
}
