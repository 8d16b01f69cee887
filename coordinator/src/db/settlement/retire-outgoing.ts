import type { Sql } from '../db.ts';
import type { Purpose } from './records.ts';

/** As many as a reorganisation is thought to take back. */
const MOST_PAST = 8;

/** What was sent for a purpose is done with: it is kept as past while only a few came after it. */
export async function retireOutgoing(sql: Sql, purpose: Purpose): Promise<void> {
  await sql.query(`update outgoing set purpose = 'past' where purpose = $1`, [purpose]);
  await sql.query(
    `delete from outgoing where purpose = 'past' and nonce not in (
       select nonce from outgoing where purpose = 'past' group by nonce order by max(at) desc, nonce desc limit $1)`,
    [MOST_PAST],
  );
}
