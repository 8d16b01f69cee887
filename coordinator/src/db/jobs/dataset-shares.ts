import type { AccountId, Hash } from '@manyhands/protocol';
import type { StatedShare } from '../../domain/roles.ts';
import type { Sql } from '../db.ts';

/**
 * Keeps what the owner of a dataset takes, where nobody sent these bytes before: what was stated first stays, and bytes that came
 * without a share never get one [SH2].
 */
export async function addDatasetShare(
  sql: Sql,
  account: AccountId,
  { blob, payee, ppm }: StatedShare & { readonly blob: Hash },
): Promise<void> {
  await sql.query(
    `insert into dataset_share (blob, payee, ppm, account)
     select $1, $2, $3, $4 where not exists (select 1 from upload where blob = $1)
     on conflict (blob) do nothing`,
    [blob, payee, ppm, account],
  );
}

/** Takes back what was stated for bytes that never came: with an upload it stays. */
export async function dropDatasetShare(sql: Sql, account: AccountId, blob: Hash): Promise<void> {
  await sql.query(
    `delete from dataset_share where blob = $1 and account = $2 and not exists (select 1 from upload where blob = $1)`,
    [blob, account],
  );
}

/** What the owners of these datasets take, by hash; those of which nobody takes anything are missing. */
export async function findDatasetShares(sql: Sql, blobs: readonly Hash[]): Promise<Map<string, StatedShare>> {
  if (blobs.length === 0) return new Map();
  const rows = await sql.query<StatedShare & { blob: Hash }>(
    'select blob, payee, ppm from dataset_share where blob = any($1::text[])',
    [blobs],
  );
  return new Map(rows.map(({ blob, payee, ppm }) => [blob, { payee, ppm }]));
}
