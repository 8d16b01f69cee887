import type { Sql } from '../db.ts';
import { RELAY_COLUMNS, type RelayedClaim } from './records.ts';

/** The last claim that a payee asked for, or null. */
export async function findClaim(sql: Sql, payee: string): Promise<RelayedClaim | null> {
  const [row] = await sql.query<RelayedClaim>(
    `select ${RELAY_COLUMNS} from relayed_claim where payee = $1 order by id desc limit 1`,
    [payee],
  );
  return row ?? null;
}
