import type { Sql } from '../db.ts';
import type { SignedVoucher } from './records.ts';

/** Keeps a voucher if it exceeds the channel's last one; says whether it did [VO1]. */
export async function raiseVoucher(sql: Sql, channel: string, voucher: SignedVoucher): Promise<boolean> {
  const rows = await sql.query(
    `insert into voucher (channel, researcher, signer, salt, cumulative, signature)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (channel) do update
       set cumulative = excluded.cumulative, signature = excluded.signature, at = now()
       where voucher.cumulative < excluded.cumulative
     returning channel`,
    [channel, voucher.researcher, voucher.signer, voucher.salt, voucher.cumulative, voucher.signature],
  );
  return rows.length === 1;
}
