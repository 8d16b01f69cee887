import type { Sql } from '../db.ts';

/** How a site's challenges stand that have not expired. */
export interface ChallengeCounts {
  readonly open: number;
  readonly taken: number;
  readonly solved: number;
}

/** Solved: the device that took it up has had as much final fuel since. */
export async function countChallenges(sql: Sql, site: string): Promise<ChallengeCounts> {
  const [row] = await sql.query<Record<keyof ChallengeCounts, number>>(
    `select count(*) filter (where c.device is null) as open,
       count(*) filter (where c.device is not null and coalesce(d.final_fuel, 0) < c.baseline + c.fuel) as taken,
       count(*) filter (where d.final_fuel >= c.baseline + c.fuel) as solved
     from challenge c left join device d on d.id = c.device where c.site = $1 and c.expires > now()`,
    [site],
  );
  return { open: Number(row.open), taken: Number(row.taken), solved: Number(row.solved) };
}
