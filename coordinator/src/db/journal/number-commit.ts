import type { CoordinatorId } from '@manyhands/protocol';
import type { CommitReceipt } from '../../dispatch/journal.ts';
import { json, type Sql } from '../db.ts';

const NOTHING_SPECIAL: CommitReceipt = { lost: [], banned: [] };

/**
 * Counts a coordinator's commit, or gives the receipt of the same one if it was stored before: then nothing is to be
 * written again [CM2]. The row stays locked, so that a commit whose connection broke is over before it is repeated.
 */
export async function numberCommit(
  sql: Sql,
  me: CoordinatorId,
  number: number,
): Promise<CommitReceipt | null> {
  const counted = await sql.query(
    `insert into coordinator (id, number) values ($1, $2)
     on conflict (id) do update set number = excluded.number, receipt = null
       where coordinator.number < excluded.number
     returning id`,
    [me, number],
  );
  if (counted.length === 1) return null;
  const [row] = await sql.query<{ receipt: CommitReceipt | null }>(
    'select receipt from coordinator where id = $1',
    [me],
  );
  return row.receipt ?? NOTHING_SPECIAL;
}

/** Keeps what a commit is told, where that is more than that all went well. */
export async function keepReceipt(sql: Sql, me: CoordinatorId, receipt: CommitReceipt): Promise<void> {
  if (receipt.lost.length + receipt.banned.length === 0) return;
  await sql.query('update coordinator set receipt = $2 where id = $1', [me, json(receipt)]);
}
