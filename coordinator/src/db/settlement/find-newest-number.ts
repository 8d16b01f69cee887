import type { Sql } from '../db.ts';

/** The highest number of an epoch that is planned or was posted; 0 before the first. */
export async function findNewestNumber(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ number: number }>(
    `select number from epoch where state <> 'dropped' order by id desc limit 1`,
  );
  return row?.number ?? 0;
}
