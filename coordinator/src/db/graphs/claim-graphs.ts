import type { CoordinatorId, GraphId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** For so long nobody else tends a graph; any coordinator takes over one whose keeper fell silent. */
const LEASE_SECONDS = 10;

/**
 * Takes up to `limit` graphs that may have something to do: those that run, and those that ended while a job of theirs may not have.
 * The ones looked at longest ago come first. A lease spares work, no more: every statement that changes a stage matches on
 * what its caller saw, so two keepers at once do no harm [CH2].
 */
export async function claimGraphs(sql: Sql, me: CoordinatorId, limit: number): Promise<GraphId[]> {
  const rows = await sql.query<{ id: GraphId }>(
    `update graph set keeper = $1, kept_until = now() + make_interval(secs => $3) where id in (
       select id from graph
       where not over and (keeper is null or keeper = $1 or kept_until < now())
       order by kept_until nulls first, id limit $2
       for update skip locked
     )
     returning id`,
    [me, limit, LEASE_SECONDS],
  );
  return rows.map((row) => row.id);
}
