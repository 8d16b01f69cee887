import type { Amount } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A time from which, and one before which, lines count; null: no bound. */
export interface Period {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What an account's lines of a period begin with and come to. */
export interface StatementSums {
  readonly opening: Amount;
  readonly closing: Amount;
  readonly lines: number;
  /** The last line that there was; later ones are not looked at. */
  readonly last: number;
}

/** One look at all lines of an account, so that opening, lines and closing are of one moment. */
export async function sumStatement(sql: Sql, account: string, { from, to }: Period): Promise<StatementSums> {
  const [row] = await sql.query<StatementSums>(
    `select coalesce(sum(amount) filter (where at < coalesce($2, '-infinity'::timestamptz)), 0) as opening,
       coalesce(sum(amount) filter (where at < coalesce($3, 'infinity'::timestamptz)), 0) as closing,
       count(*) filter (where at >= coalesce($2, '-infinity'::timestamptz) and at < coalesce($3, 'infinity'::timestamptz)) as lines,
       coalesce(max(id), 0) as last
     from entry where account = $1`,
    [account, from, to],
  );
  return row;
}
