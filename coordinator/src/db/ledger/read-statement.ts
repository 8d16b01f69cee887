import type { Amount } from '@manyhands/protocol';
import type { Entry } from '../../domain/pay.ts';
import type { Sql } from '../db.ts';
import type { Period } from './sum-statement.ts';

/** One line of an account's statement. */
export interface StatementLine {
  readonly id: number;
  readonly txn: string;
  readonly amount: Amount;
  readonly job: string | null;
  readonly kind: Entry['kind'];
  readonly at: Date;
}

/** An account's entries, newest first; `before` continues a page that ended with that id. At most `limit` lines. */
export const readStatement = (
  sql: Sql,
  account: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<StatementLine[]> =>
  sql.query<StatementLine>(
    `select id, txn, amount, job, kind, at from entry
     where account = $1 and ($2::bigint is null or id < $2::bigint)
     order by id desc limit $3`,
    [account, before, limit],
  );

/** An account's entries of a period, oldest first, after one id and up to another. At most `limit` lines. */
export const readStatementOn = (
  sql: Sql,
  account: string,
  { from, to, after, last, limit }: Period & { after: number; last: number; limit: number },
): Promise<StatementLine[]> =>
  sql.query<StatementLine>(
    `select id, txn, amount, job, kind, at from entry
     where account = $1 and id > $2 and id <= $3
       and at >= coalesce($4, '-infinity'::timestamptz) and at < coalesce($5, 'infinity'::timestamptz)
     order by id limit $6`,
    [account, after, last, from, to, limit],
  );
