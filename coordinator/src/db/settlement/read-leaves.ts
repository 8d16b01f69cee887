import type { Sql } from '../db.ts';
import type { Leaf } from './records.ts';

/** The leaves of the newest root that stands, in their places. Places that are only promised come behind them. */
export const readLeaves = (sql: Sql): Promise<Leaf[]> =>
  sql.query<Leaf>('select index, account, cumulative from leaf where cumulative is not null order by index');
