import type { AccountId, Hash } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Notes that an account sent bytes, under a name or none; sent again, they have the latest name. */
export async function keepUpload(
  sql: Sql,
  account: AccountId,
  blob: { readonly hash: Hash; readonly size: number; readonly name: string },
): Promise<void> {
  await sql.query(
    `insert into upload as u (account, blob, size, name) values ($1, $2, $3, $4)
     on conflict (account, blob) do update set at = now(), name = case excluded.name when '' then u.name else excluded.name end`,
    [account, blob.hash, blob.size, blob.name],
  );
}
