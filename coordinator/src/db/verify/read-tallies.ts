import { Tally } from '../../dispatch/tally.ts';
import type { Sql } from '../db.ts';

/** What commits added and nobody has folded yet: of the last seconds. */
export async function readTallies(sql: Sql): Promise<Tally> {
  const sum = new Tally();
  for (const { sums } of await sql.query<{ sums: Uint8Array }>('select sums from tally order by id'))
    sum.addPacked(sums);
  return sum;
}
