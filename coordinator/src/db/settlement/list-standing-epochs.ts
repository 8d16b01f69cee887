import type { Sql } from '../db.ts';
import type { PostedEpoch } from './find-posted-epoch.ts';

export type StandingEpoch = Pick<PostedEpoch, 'number' | 'tx' | 'leaves'>;

/** The posted epochs of the present chain, oldest first: one that was built anew has counted the numbers of the one before again. */
export const listStandingEpochs = (sql: Sql): Promise<StandingEpoch[]> =>
  sql.query<StandingEpoch>(
    `select number, tx, leaves from (
       select id, number, tx, leaves,
         min(number) over (order by id rows between 1 following and unbounded following) as later
       from epoch where state = 'posted'
     ) posted
     where later is null or number < later order by id`,
  );
