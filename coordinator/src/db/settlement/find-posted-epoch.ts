import type { TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface PostedEpoch {
  readonly id: number;
  readonly number: number;
  readonly root: string;
  readonly tx: string;
  readonly total: TokenUnits;
  readonly leaves: string;
  readonly at: Date;
}

/** The newest posted epoch that was not taken back, if any. */
export async function findPostedEpoch(sql: Sql): Promise<PostedEpoch | null> {
  const rows = await sql.query<PostedEpoch>(
    `select id, number, root, tx, total, leaves, at from epoch where state = 'posted' order by id desc limit 1`,
  );
  return rows[0] ?? null;
}
