import type { TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A settlement that the chain has. */
export interface ListedEpoch {
  readonly number: number;
  readonly tx: string;
  /** All that was ever promised to payees, in token units. */
  readonly total: TokenUnits;
  /** Hash of the published leaves. */
  readonly leaves: string;
  readonly vouchers: number;
  readonly at: Date;
}

/** The latest posted settlements, newest first. */
export const listEpochs = (sql: Sql, limit: number): Promise<ListedEpoch[]> =>
  sql.query<ListedEpoch>(
    `select number, tx, total, leaves, jsonb_array_length(vouchers) as vouchers, at
     from epoch where state = 'posted' order by id desc limit $1`,
    [limit],
  );
