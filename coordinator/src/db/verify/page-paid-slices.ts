import type { JobId, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A slice in which somebody was paid, with its totals. */
export interface PaidSlice {
  readonly id: SliceId;
  readonly job: JobId;
  readonly first: number;
  readonly count: number;
  /** Ledger units. */
  readonly spent: bigint;
  readonly paidItems: number;
}

const COLUMNS = 'id, job, first, count, spent, paid_items as "paidItems"';

/** In the order of ids, after one of them. */
export const pagePaidSlices = (sql: Sql, after: number, limit: number): Promise<PaidSlice[]> =>
  sql.query<PaidSlice>(
    `select ${COLUMNS} from slice where id > $1 and (spent <> 0 or paid_items > 0) order by id limit $2`,
    [after, limit],
  );

export async function readPaidSlice(sql: Sql, id: SliceId): Promise<PaidSlice> {
  const [row] = await sql.query<PaidSlice>(`select ${COLUMNS} from slice where id = $1`, [id]);
  return row;
}
