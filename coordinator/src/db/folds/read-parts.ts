import type { FoldState, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Parts read at once, and their bytes as they are stored, but for a single one that has more. */
const PAGE = 64;
const PAGE_BYTES = 256 * 1024;

/**
 * What the devices of a job contributed to its fold, one after the other: those that are banned left out [FO3]. Of a certified job
 * it is a single part that is nobody's any more.
 */
export async function* readParts(sql: Sql, job: JobId): AsyncGenerator<FoldState> {
  let last: string | null = null;
  for (;;) {
    const rows: { device: string; part: FoldState | null }[] = await sql.query(
      `select device, part from (
         select fold_part.device, part,
           sum(pg_column_size(part)) over (order by fold_part.device) - pg_column_size(part) as before
         from fold_part left join device on device.id = fold_part.device
         where job = $1 and ($2::text is null or fold_part.device > $2) and device.banned is null
         order by fold_part.device limit $3
       ) page where before < $4::bigint order by device`,
      [job, last, PAGE, PAGE_BYTES],
    );
    for (const { part } of rows) if (part !== null) yield part;
    if (rows.length === 0) return;
    last = rows[rows.length - 1].device;
  }
}
