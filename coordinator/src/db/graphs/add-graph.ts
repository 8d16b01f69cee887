import type { AccountId, JobId } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';
import { GRAPH_COLUMNS, type GraphRecord } from './graph-record.ts';

export interface NewStage {
  readonly name: string;
  /** Of a stage with a source: quoted already. */
  readonly job: JobId | null;
  /** Ledger units; null for a free one. */
  readonly budget: bigint | null;
}

export type NewGraph = Pick<
  GraphRecord,
  'id' | 'account' | 'key' | 'title' | 'owner' | 'declaration' | 'channel'
> & {
  readonly idempotencyKey: string | null;
  readonly channelId: string | null;
  readonly stages: readonly NewStage[];
};

/** Stores a graph with its stages, running; false where the account used the idempotency key before: then nothing is stored. */
export async function addGraph(sql: Sql, graph: NewGraph): Promise<boolean> {
  const stored = await sql.query(
    `with stored as (
       insert into graph (id, account, idempotency_key, title, owner, declaration, channel, channel_id, key)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $12)
       on conflict (account, idempotency_key) do nothing
       returning id
     ), stages as (
       insert into graph_stage (graph, name, place, job, budget, whole, checked)
       select stored.id, k.name, k.place, k.job, k.budget, k.job is not null, k.job is not null
       from stored, unnest($9::text[], $10::text[], $11::numeric[]) with ordinality k (name, job, budget, place)
     )
     select id from stored`,
    [
      graph.id,
      graph.account,
      graph.idempotencyKey,
      graph.title,
      graph.owner,
      json(graph.declaration),
      graph.channel === null ? null : json(graph.channel),
      graph.channelId,
      graph.stages.map(({ name }) => name),
      graph.stages.map(({ job }) => job),
      graph.stages.map(({ budget }) => budget),
      graph.key,
    ],
  );
  return stored.length === 1;
}

/** The graph that an account made under an idempotency key, if any. */
export async function findGraphByKey(sql: Sql, account: AccountId, key: string): Promise<GraphRecord | null> {
  const [row] = await sql.query<GraphRecord>(
    `select ${GRAPH_COLUMNS} from graph where account = $1 and idempotency_key = $2`,
    [account, key],
  );
  return row ?? null;
}
