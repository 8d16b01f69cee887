import type { AccountId, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface ChannelUse {
  /** What its jobs were charged, and what those that run and stages of running graphs that are yet to begin may still be, in ledger units. */
  readonly charged: bigint;
  readonly open: bigint;
  /** Whether jobs or graphs of another account were begun on it: a channel serves the account that used it first. */
  readonly foreign: boolean;
}

/**
 * How far a channel is taken already, with all its jobs locked until the transaction ends: two jobs that start at
 * once cannot both count on the same deposit [LG2]. `starting` is the job whose own budget is not meant, if it is there.
 */
export async function lockChannelJobs(
  sql: Sql,
  channel: string,
  account: AccountId,
  starting: JobId | null,
): Promise<ChannelUse> {
  await sql.query('select id from job where channel = $1 order by id for update', [channel]);
  const [row] = await sql.query<{ charged: bigint; open: bigint; foreign: boolean }>(
    `select coalesce(sum(spent.total), 0) as charged,
       coalesce(sum(job.budget - coalesce(spent.total, 0)) filter (where job.state = 'running'), 0)
         + (select coalesce(sum(stage.budget), 0) from graph_stage stage
            join graph on graph.id = stage.graph left join job begun on begun.id = stage.job
            where graph.channel_id = $1 and graph.state = 'running' and not stage.stopped
              and coalesce(begun.state, 'quoted') = 'quoted' and ($3::text is null or stage.job is distinct from $3)) as open,
       count(*) filter (where job.account <> $2 and job.started is not null) > 0
         or exists (select from graph where channel_id = $1 and account <> $2) as "foreign"
     from job left join lateral (select sum(slice.spent) as total from slice where slice.job = job.id) spent on true
     where job.channel = $1`,
    [channel, account, starting],
  );
  return { charged: row.charged, open: row.open, foreign: row.foreign };
}
