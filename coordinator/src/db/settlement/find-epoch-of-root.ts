import type { Sql } from '../db.ts';

export interface RootedEpoch {
  readonly id: number;
  readonly number: number;
  readonly state: 'planned' | 'posted' | 'dropped' | 'cancelled';
  /** Hash of the published leaves. */
  readonly leaves: string;
}

/** The newest epoch that was ever planned with this root, whatever became of it. */
export async function findEpochOfRoot(sql: Sql, root: string): Promise<RootedEpoch | null> {
  const [row] = await sql.query<RootedEpoch>(
    'select id, number, state, leaves from epoch where root = $1 order by id desc limit 1',
    [root],
  );
  return row ?? null;
}
