import type { Sql } from '../db.ts';

/** Closes a report; false when none has this number. Repeatable. */
export async function resolveReport(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql.query(
    'update kernel_report set resolved = coalesce(resolved, now()) where id = $1 returning id',
    [id],
  );
  return rows.length === 1;
}
