import type { JobId } from '@manyhands/protocol';
import { type RateHistory, TIMINGS } from '../../domain/rate.ts';
import type { Sql } from '../db.ts';

/** What a job's next slice pays by, and what its earlier ones took of the budget. */
export interface PayHistory {
  readonly rates: RateHistory;
  /** Ledger units that the job has spent or set aside. */
  readonly committed: bigint;
  /** The number of the newest of its timings; null: there is none. */
  readonly newest: number | null;
}

interface Row {
  newest: number | null;
  last: number | null;
  timings: { fuel: string; nanoseconds: number }[];
  committed: bigint;
}

/**
 * Whichever coordinator measured and carved; `trial`: the rate before the first slice. The caller holds the job's lock, so
 * that neither changes. One statement, because whoever claims or calls waits for each.
 */
export async function readPayHistory(sql: Sql, job: JobId, trial: number): Promise<PayHistory> {
  const [{ last, timings, committed, newest }] = await sql.query<Row>(
    `select
       (select rate from slice where job = $1 order by first desc limit 1) as last,
       (select coalesce(jsonb_agg(jsonb_build_object('fuel', fuel::text, 'nanoseconds', nanoseconds) order by seq desc), '[]')
        from (select seq, fuel, nanoseconds from timing where job = $1 order by seq desc limit $2) k) as timings,
       (select max(seq) from timing where job = $1) as newest,
       (select coalesce(sum(spent + reserved), 0) from slice where job = $1) as committed`,
    [job, TIMINGS],
  );
  const rates = {
    last: last ?? trial,
    timings: timings.map(({ fuel, nanoseconds }) => ({ fuel: BigInt(fuel), nanoseconds })),
  };
  return { rates, committed, newest };
}
