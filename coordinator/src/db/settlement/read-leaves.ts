import type { Sql } from '../db.ts';
import type { Leaf } from './records.ts';

/** All leaves in their places, with what the newest posted root says of them. */
export const readLeaves = (sql: Sql): Promise<Leaf[]> =>
  sql.query<Leaf>('select index, account, cumulative from leaf order by index');
