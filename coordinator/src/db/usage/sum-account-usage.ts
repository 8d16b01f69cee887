import type { AccountId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What all jobs of an account used, ever. Money in ledger units. */
export interface AccountUsage {
  readonly jobs: number;
  readonly items: bigint;
  readonly fuel: bigint;
  readonly charged: bigint;
  readonly reserved: bigint;
}

export async function sumAccountUsage(sql: Sql, account: AccountId): Promise<AccountUsage> {
  const [row] = await sql.query<AccountUsage>(
    `select count(distinct job.id) as jobs, coalesce(sum(final_items), 0) as items, coalesce(sum(final_fuel), 0) as fuel,
       coalesce(sum(spent), 0) as charged, coalesce(sum(reserved) filter (where job.state = 'running'), 0) as reserved
     from job left join slice on slice.job = job.id where account = $1 and job.state <> 'quoted'`,
    [account],
  );
  return row;
}
