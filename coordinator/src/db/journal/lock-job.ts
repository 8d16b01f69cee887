import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface LockedJob {
  readonly item_count: number;
  /** Items of an ordinary unit. */
  readonly unit_items: number;
  readonly cursor: number;
  /** Ledger units; null: no limit. */
  readonly budget: bigint | null;
  /** The trial's. */
  readonly rate: number;
  /** It keeps a fold of its results. */
  readonly folds: boolean;
  /** Under whose limits it spends. */
  readonly account: AccountId;
  readonly key: string | null;
  readonly channel: string | null;
  /** Token units that are shown and computed ahead of vouchers; null of a free job. Older jobs have no work window. */
  readonly credit_window: bigint | null;
  readonly work_window: bigint | null;
}

/**
 * Locks a running job, or finds none. Claims of one job therefore come one after the other, which is what keeps
 * slices from overlapping [SL1] and reservations within the budget [LG2]. Commits that store what refers to the job do not
 * wait for it, nor does it wait for their disk.
 */
export async function lockJob(sql: Sql, job: JobId): Promise<LockedJob | null> {
  const rows = await sql.query<LockedJob>(
    `select item_count, unit_items, cursor, budget, rate, keep is not null as folds, account, key, channel,
       (estimate ->> 'creditWindow')::numeric(38, 0) as credit_window, (estimate ->> 'workWindow')::numeric(38, 0) as work_window
     from job where id = $1 and state = 'running' for no key update`,
    [job],
  );
  return rows[0] ?? null;
}
