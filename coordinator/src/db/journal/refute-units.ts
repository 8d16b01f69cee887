import type { UnitKey } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import type { UnitChange } from './changes.ts';

/** Marks units refuted, held or final before. Idempotent: only units that changed are returned. */
export const refuteUnits = (sql: Sql, keys: readonly UnitKey[]): Promise<UnitChange[]> =>
  sql.query<UnitChange>(
    `with old as (
       select u.job, u.first, u.attempt, u.state
       from unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[]) k (job, first, attempt, slice)
       join unit u on (u.job, u.first, u.attempt, u.slice) = (k.job, k.first, k.attempt, k.slice)
       where u.state <> 'refuted'
     )
     update unit u set state = 'refuted' from old
     where (u.job, u.first, u.attempt) = (old.job, old.first, old.attempt)
     returning u.slice, u.device, u.count, u.fuel, u.trapped, old.state as was, u.state as now`,
    [
      keys.map((key) => key.job),
      keys.map((key) => key.first),
      keys.map((key) => key.attempt),
      keys.map((key) => key.slice),
    ],
  );
