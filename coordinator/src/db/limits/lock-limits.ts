import type { AccountId } from '@manyhands/protocol';
import type { SpendingLimit } from '../../domain/spending.ts';
import type { Sql } from '../db.ts';

/** Under which limits something is spent. */
export interface Spender {
  readonly account: AccountId;
  /** The id of the key under which a job was started; null: not known. */
  readonly key: string | null;
  readonly channel: string | null;
}

type Row = Omit<SpendingLimit, 'perDay'> & { readonly per_day: bigint | null; readonly opened: boolean };

/**
 * The limits under which a job spends, locked until the transaction ends: of two that reserve at once one sees what the other did. Whoever
 * holds locks of jobs too has taken those first.
 */
export async function lockLimits(sql: Sql, { account, key, channel }: Spender): Promise<SpendingLimit[]> {
  const rows = await sql.query<Row>(
    `select kind, subject, per_day, total, before, day is not distinct from (now() at time zone 'utc')::date as opened
     from spending_limit
     where account = $1 and ((kind = 'key' and subject = $2) or (kind = 'channel' and subject = $3))
     order by kind, subject for update`,
    [account, key, channel],
  );
  const limits: SpendingLimit[] = [];
  for (const { per_day: perDay, opened, ...row } of rows)
    limits.push({ ...row, perDay, before: opened ? row.before : await openDay(sql, account, row) });
  return limits;
}

/**
 * Notes what the ledger had charged under a limit before today, once a day. What is charged but not in the ledger yet counts as
 * today's: too much rather than too little.
 */
async function openDay(
  sql: Sql,
  account: AccountId,
  { kind, subject }: Pick<SpendingLimit, 'kind' | 'subject'>,
): Promise<bigint> {
  const [row] = await sql.query<{ before: bigint }>(
    `update spending_limit set day = (now() at time zone 'utc')::date, before = (
       select coalesce(-sum(entry.amount), 0) from job join entry on entry.job = job.id and entry.kind = 'charge'
       where job.account = $1 and case $2 when 'key' then job.key else job.channel end = $3
         and entry.at < date_trunc('day', now() at time zone 'utc') at time zone 'utc')
     where account = $1 and kind = $2 and subject = $3
     returning before`,
    [account, kind, subject],
  );
  return row.before;
}
