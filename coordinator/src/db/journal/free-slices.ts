import type { CoordinatorId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Frees one coordinator's slices under the next fence, so that a commit still under way writes nothing [LS3]. */
export async function freeSlicesOf(sql: Sql, owner: CoordinatorId): Promise<void> {
  await sql.query('update slice set owner = null, reserved = 0, fence = fence + 1 where owner = $1', [owner]);
}

/**
 * Frees the slices of coordinators that showed no life for `silentMs`, by the database's clock [LS4]. Rows that are
 * locked are left for the next beat: their owner is committing, so it lives.
 */
export async function freeSilentSlices(sql: Sql, silentMs: number): Promise<void> {
  await sql.query(
    `update slice set owner = null, reserved = 0, fence = fence + 1
     where id in (
       select slice.id from slice
       where owner is not null and not exists (
         select from coordinator c
         where c.id = owner and not c.stopped and c.beat > now() - make_interval(secs => $1::float8 / 1000)
       )
       for update of slice skip locked
     )`,
    [silentMs],
  );
}

/** Frees everybody else's slices: right only where no other process can have the database open. */
export async function freeSlicesOfOthers(sql: Sql, me: CoordinatorId): Promise<void> {
  await sql.query('update slice set owner = null, reserved = 0, fence = fence + 1 where owner <> $1', [me]);
}
