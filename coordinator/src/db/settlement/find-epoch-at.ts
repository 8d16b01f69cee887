import type { Sql } from '../db.ts';
import type { RootedEpoch } from './find-epoch-of-root.ts';

/** The newest epoch that was ever planned with this number and root, whatever became of it. */
export async function findEpochAt(sql: Sql, number: number, root: string): Promise<RootedEpoch | null> {
  const [row] = await sql.query<RootedEpoch>(
    'select id, number, state, leaves from epoch where number = $1 and root = $2 order by id desc limit 1',
    [number, root],
  );
  return row ?? null;
}
