import type { GraphCertificate, GraphId } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';

/** Holds a running graph, or lets it go on; false when it does not run. */
export async function pauseGraph(sql: Sql, id: GraphId, paused: boolean): Promise<boolean> {
  const rows = await sql.query(
    `update graph set paused = $2 where id = $1 and state = 'running' returning id`,
    [id, paused],
  );
  return rows.length === 1;
}

/** Ends a running graph, by its researcher or because nothing of it can go on; false when it does not run. */
export async function endGraph(sql: Sql, id: GraphId, state: 'cancelled' | 'stopped'): Promise<boolean> {
  const rows = await sql.query(
    `update graph set state = $2, ended = now() where id = $1 and state = 'running' returning id`,
    [id, state],
  );
  return rows.length === 1;
}

/** Notes that nothing of an ended graph is left to be done. */
export async function putAwayGraph(sql: Sql, id: GraphId): Promise<void> {
  await sql.query(`update graph set over = true where id = $1 and state <> 'running'`, [id]);
}

/** Closes a running graph with its certificate, once [VF3]. */
export async function storeGraphCertificate(
  sql: Sql,
  id: GraphId,
  certificate: GraphCertificate,
): Promise<boolean> {
  const rows = await sql.query(
    `update graph set state = 'certified', over = true, ended = $3, certificate = $2
     where id = $1 and state = 'running' returning id`,
    [id, json(certificate), new Date(certificate.certifiedAt)],
  );
  return rows.length === 1;
}

/** A graph's certificate; null until it is signed. */
export async function findGraphCertificate(sql: Sql, id: GraphId): Promise<GraphCertificate | null> {
  const [row] = await sql.query<{ certificate: GraphCertificate | null }>(
    'select certificate from graph where id = $1',
    [id],
  );
  return row?.certificate ?? null;
}
