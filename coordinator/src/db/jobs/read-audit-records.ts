import type { AuditRecord, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

interface Row {
  first: number;
  count: number;
  assignment: string;
  digest: string;
  rate_ppm: number;
  rounds: { round: number; positions: number[] }[];
}

/** What was drawn for audit of the answers that are final, from item `from` on, in the order of items. */
export async function readAuditRecords(
  sql: Sql,
  job: JobId,
  from: number,
  limit: number,
): Promise<AuditRecord[]> {
  const rows = await sql.query<Row>(
    `select unit.first, unit.count, unit.assignment, unit.digest, unit.rate_ppm,
       (select coalesce(jsonb_agg(jsonb_build_object('round', draw.round, 'positions', draw.positions)
                                  order by draw.round), '[]'::jsonb)
        from draw
        where draw.job = unit.job and draw.first = unit.first and draw.attempt = unit.attempt) as rounds
     from unit where unit.job = $1 and unit.first >= $2 and unit.state = 'final'
     order by unit.first limit $3`,
    [job, from, limit],
  );
  return rows.map((row) => ({
    assignment: row.assignment,
    digest: row.digest,
    first: row.first,
    items: row.count,
    ratePpm: row.rate_ppm,
    rounds: row.rounds,
  }));
}
