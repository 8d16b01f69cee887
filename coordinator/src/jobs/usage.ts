import { type AccountId, LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { listChannelUsage } from '../db/usage/list-channel-usage.ts';
import { listJobUsage } from '../db/usage/list-job-usage.ts';
import { readUsageDays } from '../db/usage/read-usage-days.ts';
import { readUsageLines } from '../db/usage/read-usage-lines.ts';
import { sumAccountUsage } from '../db/usage/sum-account-usage.ts';
import { csvLine } from '../domain/csv.ts';

const JOBS_LISTED = 200;
const LINES_MOST = 50_000;

/**
 * What an account's jobs used: in all, on each of the last days, by job and by channel. Money is ledger units, so that sums are
 * exact: the days' charges, those of jobs and those of channels are all the ledger's.
 */
export async function usageOf(db: Db, account: AccountId, days: number) {
  await foldTallies(db);
  const [total, byDay, byJob, byChannel] = await Promise.all([
    sumAccountUsage(db, account),
    readUsageDays(db, account, days),
    listJobUsage(db, account, JOBS_LISTED),
    listChannelUsage(db, account),
  ]);
  return {
    total: { ...total, ...inDigits(total), reserved: String(total.reserved) },
    days: byDay.map(({ day, ...used }) => ({ day, ...inDigits(used) })),
    jobs: byJob.map(({ job, title, state, created, reserved, budget, channel, ...used }) => ({
      job,
      title,
      state,
      created: created.toISOString(),
      ...inDigits(used),
      reserved: String(reserved),
      budget: budget === null ? null : String(budget),
      channel,
    })),
    channels: byChannel.map(({ channel, charged, vouchered }) => ({
      channel,
      charged: String(charged),
      vouchered: String(vouchered * LEDGER_UNITS_PER_TOKEN_UNIT),
    })),
  };
}

/** The same by day and job as CSV, newest day first; 50,000 lines at most. `charged` is in ledger units. */
export async function usageCsv(db: Db, account: AccountId, days: number): Promise<string> {
  await foldTallies(db);
  const lines = await readUsageLines(db, account, { days, limit: LINES_MOST });
  const rows = lines.map(({ day, job, title, items, fuel, charged }) =>
    csvLine([day, job, title, String(items), String(fuel), String(charged)]),
  );
  return csvLine(['day', 'job', 'title', 'items', 'fuel', 'charged_ledger_units']) + rows.join('');
}

interface Used {
  readonly items: bigint;
  readonly fuel: bigint;
  readonly charged: bigint;
}

const inDigits = ({ items, fuel, charged }: Used) => ({
  items: Number(items),
  fuel: String(fuel),
  charged: String(charged),
});
