import { type JobId, LEDGER_UNITS_PER_TOKEN_UNIT } from '@manyhands/protocol';
import { UNWORKED, type Worked, type WorkRoom, workRoom } from '../../domain/work-window.ts';
import type { Sql } from '../db.ts';
import { lockChannel } from '../jobs/lock-channel.ts';
import type { LockedJob } from '../journal/lock-job.ts';
import { readVouchered } from '../settlement/read-voucher.ts';

type Row = Worked & { readonly running: JobId | null };

/**
 * How much more of a job may be given out by the vouchers of its channel [VO4]; null: it needs none. Claims of the channel's other jobs
 * wait until the transaction ends, at whichever coordinator, so that two do not count on the same voucher.
 */
export async function workRoomFor(
  sql: Sql,
  id: JobId,
  { channel, credit_window: credit, work_window: work }: LockedJob,
): Promise<WorkRoom | null> {
  if (channel === null || credit === null || work === null) return null;
  await lockChannel(sql, channel);
  const rows = await readWorked(sql, channel);
  const use = {
    vouchered: (await readVouchered(sql, channel)) * LEDGER_UNITS_PER_TOKEN_UNIT,
    charged: rows.reduce((sum, { spent }) => sum + spent, 0n),
    running: rows.filter(({ running }) => running !== null),
    own: rows.find(({ running }) => running === id) ?? UNWORKED,
  };
  const windows = { credit: credit * LEDGER_UNITS_PER_TOKEN_UNIT, work: work * LEDGER_UNITS_PER_TOKEN_UNIT };
  return workRoom(use, windows);
}

/** What is paid and under way of each job of a channel that runs, and of all others together. */
const readWorked = (sql: Sql, channel: string): Promise<Row[]> =>
  sql.query<Row>(
    `select case when job.state = 'running' then job.id end as running, sum(slice.spent) as spent, sum(slice.paid_items) as paid,
       sum(slice.reserved) as reserved,
       coalesce(sum(ceil(slice.reserved / nullif(slice.reserve_per_item, 0))), 0)::numeric(38, 0) as open
     from job join slice on slice.job = job.id where job.channel = $1
     group by 1`,
    [channel],
  );
