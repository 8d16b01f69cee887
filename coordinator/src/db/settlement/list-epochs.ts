import type { Sql } from '../db.ts';
import type { PostedEpoch } from './find-posted-epoch.ts';

/** The newest posted epochs, newest first. */
export const listEpochs = (sql: Sql, limit: number): Promise<(PostedEpoch & { readonly pays: bigint })[]> =>
  sql.query(
    `select number, root, tx, total, pays, leaves, at from epoch where state = 'posted' order by id desc limit $1`,
    [limit],
  );
