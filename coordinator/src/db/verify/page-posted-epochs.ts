import type { Sql } from '../db.ts';
import type { PostedEpoch } from '../settlement/find-posted-epoch.ts';

export type NumberedEpoch = PostedEpoch & { readonly id: number };

/** Posted epochs, oldest first, after one of them. */
export const pagePostedEpochs = (sql: Sql, after: number, limit: number): Promise<NumberedEpoch[]> =>
  sql.query<NumberedEpoch>(
    `select id, number, root, tx, total, leaves, at from epoch
     where state = 'posted' and id > $1 order by id limit $2`,
    [after, limit],
  );
