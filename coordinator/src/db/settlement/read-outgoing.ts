import type { Sql } from '../db.ts';
import type { Outgoing, Purpose } from './records.ts';

/** What was kept to be sent for a purpose and is not known to be done: the oldest first. */
export const readOutgoing = (sql: Sql, purpose: Purpose): Promise<Outgoing[]> =>
  sql.query<Outgoing>(`select ${COLUMNS} from outgoing where purpose = $1 order by price, at`, [purpose]);

/** The same for whatever purpose, in the order of their places; of those that take each other's the oldest first. */
export const readAllOutgoing = (sql: Sql): Promise<Outgoing[]> =>
  sql.query<Outgoing>(`select ${COLUMNS} from outgoing order by nonce, price, at`);

const COLUMNS =
  'purpose, tx, raw, nonce, gas, price as most, worth, extract(epoch from now() - at)::float8 as age';
