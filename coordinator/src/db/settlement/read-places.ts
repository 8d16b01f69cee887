import type { Sql } from '../db.ts';
import type { Leaf } from './records.ts';

/** Every place that was ever given, with what the next root says of it at least: the root before it, and receipts [RE2]. */
export const readPlaces = (sql: Sql): Promise<Leaf[]> =>
  sql.query<Leaf>(
    `select leaf.index, leaf.account,
       greatest(coalesce(leaf.cumulative, 0), coalesce(receipt.cumulative, 0)) as cumulative
     from leaf left join payee_receipt receipt using (account) order by leaf.index`,
  );
