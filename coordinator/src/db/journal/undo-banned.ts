import type { SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { Counts, UnitChange } from './changes.ts';

/**
 * Undoes what rests on banned devices in slices that the caller has locked [VF2]: their units are refuted, their
 * audits withdrawn, and final units that lose an audit are held until somebody else has made it. Slices that were
 * settled are free again. Needed beside the dispatcher's own reaction because a ban may be pronounced by another
 * coordinator, or while nobody owns the slice.
 */
export async function undoBanned(sql: Sql, slices: readonly SliceId[], counts: Counts): Promise<void> {
  if (slices.length === 0) return;
  const changes = [...(await refuteBanned(sql, slices)), ...(await withdrawBanned(sql, slices, counts))];
  for (const change of changes) counts.change(change);
  await reopenSettled(sql, [...new Set(changes.map((change) => change.slice))]);
}

const refuteBanned = (sql: Sql, slices: readonly SliceId[]): Promise<UnitChange[]> =>
  sql.query<UnitChange>(
    `with old as (
       select u.job, u.first, u.attempt, u.state
       from unit u join device v on v.id = u.device
       where u.slice = any($1::bigint[]) and u.state <> 'refuted' and v.banned is not null
     )
     update unit u set state = 'refuted' from old
     where (u.job, u.first, u.attempt) = (old.job, old.first, old.attempt)
     returning u.slice, u.device, u.count, u.fuel, u.trapped, old.state as was, u.state as now`,
    [slices],
  );

/** Returns the final units that went back on hold. */
async function withdrawBanned(sql: Sql, slices: readonly SliceId[], counts: Counts): Promise<UnitChange[]> {
  const withdrawn = await sql.query<{
    job: string;
    first: number;
    attempt: number;
    slice: SliceId;
    device: string;
    auditor: string;
  }>(
    `update audit a set verdict = 'withdrawn'
     from unit u, device v
     where u.slice = any($1::bigint[]) and u.state <> 'refuted'
       and (a.job, a.first, a.attempt) = (u.job, u.first, u.attempt) and a.verdict = 'passed'
       and v.id = a.auditor and v.banned is not null
     returning a.job, a.first, a.attempt, u.slice, u.device, a.auditor`,
    [slices],
  );
  for (const audit of withdrawn) counts.vouch(audit, -1);
  if (withdrawn.length === 0) return [];
  return sql.query<UnitChange>(
    `update unit u set state = 'held'
     from (select distinct * from unnest($1::text[], $2::bigint[], $3::int[])) k (job, first, attempt)
     where (u.job, u.first, u.attempt) = (k.job, k.first, k.attempt) and u.state = 'final'
     returning u.slice, u.device, u.count, u.fuel, u.trapped, 'final' as was, u.state as now`,
    [
      withdrawn.map((audit) => audit.job),
      withdrawn.map((audit) => audit.first),
      withdrawn.map((audit) => audit.attempt),
    ],
  );
}

async function reopenSettled(sql: Sql, slices: readonly SliceId[]): Promise<void> {
  if (slices.length === 0) return;
  await sql.query(
    `update slice set state = 'leased', fence = fence + 1 where id = any($1::bigint[]) and state = 'settled'`,
    [slices],
  );
}
