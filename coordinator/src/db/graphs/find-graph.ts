import type { GraphId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import { GRAPH_COLUMNS, type GraphRecord } from './graph-record.ts';

/** A graph by its id; null when there is none. */
export async function findGraph(sql: Sql, id: GraphId): Promise<GraphRecord | null> {
  const [row] = await sql.query<GraphRecord>(`select ${GRAPH_COLUMNS} from graph where id = $1`, [id]);
  return row ?? null;
}
