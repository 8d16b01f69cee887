import type { AccountId, JobId } from '@manyhands/protocol';
import type { LimitOf, Use } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';

/**
 * What an account spent under a key or from a channel, what is set aside now, and what budgets still allow; `starting` is the job
 * whose own budget is not meant.
 */
export async function sumUse(
  sql: Sql,
  account: AccountId,
  { kind, subject }: LimitOf,
  starting: JobId | null = null,
): Promise<Use> {
  const [row] = await sql.query<Use>(
    `select coalesce(sum(used.spent), 0) as spent,
       coalesce(sum(used.reserved) filter (where job.state = 'running'), 0) as reserved,
       coalesce(sum(job.budget - coalesce(used.spent, 0)) filter (where job.state = 'running'), 0)
         + (select coalesce(sum(stage.budget), 0) from graph_stage stage
            join graph on graph.id = stage.graph left join job begun on begun.id = stage.job
            where graph.account = $1 and case $2 when 'key' then graph.key else graph.channel_id end = $3
              and graph.state = 'running' and not stage.stopped
              and coalesce(begun.state, 'quoted') = 'quoted' and ($4::text is null or stage.job is distinct from $4)) as open
     from job left join lateral (
       select sum(slice.spent) as spent, sum(slice.reserved) as reserved from slice where slice.job = job.id) used on true
     where job.account = $1 and case $2 when 'key' then job.key else job.channel end = $3
       and job.budget is not null and job.started is not null`,
    [account, kind, subject, starting],
  );
  return row;
}
