import type { StoredDraw, UnitKey } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** Stores audit draws with their answers, so that a crash cannot draw again [VF4]. */
export async function storeDraws(sql: Sql, draws: readonly (UnitKey & StoredDraw)[]): Promise<void> {
  await sql.query(
    `insert into draw (job, first, attempt, round, positions)
     select * from unnest($1::text[], $2::bigint[], $3::int[], $4::int[], $5::jsonb[])
     on conflict do nothing`,
    [
      draws.map((draw) => draw.job),
      draws.map((draw) => draw.first),
      draws.map((draw) => draw.attempt),
      draws.map((draw) => draw.round),
      draws.map((draw) => JSON.stringify(draw.positions)),
    ],
  );
}
