import type { GraphId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { type StageRecord, type StageRow, stageFrom } from './graph-record.ts';

/** The stages of a graph, each behind those whose rows it takes, with how their jobs stand. */
export async function listStages(sql: Sql, graph: GraphId): Promise<StageRecord[]> {
  const rows = await sql.query<StageRow>(
    `select stage.name, stage.attempt, stage.job, stage.budget, stage.rows, stage.skipped, stage.whole, stage.checked,
       stage.hindered, stage.stopped, stage.reason, stage.restarts,
       case when job.ending then 'cancelled' else job.state end as state, job.paused, job.open,
       job.item_count as items,
       (select coalesce(sum(final_items), 0) from slice where slice.job = stage.job) as final
     from graph_stage stage left join job on job.id = stage.job
     where stage.graph = $1 order by stage.place`,
    [graph],
  );
  return rows.map(stageFrom);
}
