import type { DeviceId, SliceId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A slice to be given up, and everybody on whose word it rests. */
export interface Ending {
  readonly slice: SliceId;
  readonly devices: ReadonlySet<DeviceId>;
  /** Whether one of them is banned: then it is the next claim's to undo what is theirs. */
  readonly isTainted: boolean;
}

/**
 * Gives slices up and releases their reservations. Settled are those of which every item is final in the database too;
 * where a final was refused because of a ban, the slice is free for the next claim instead. The caller owns and locked
 * them, and keeps bans out.
 */
export async function settleSlices(sql: Sql, endings: readonly Ending[]): Promise<void> {
  if (endings.length === 0) return;
  await sql.query(
    `update slice set
       state = case when final_items = count and not k.tainted then 'settled' else 'leased' end,
       owner = null, reserved = 0, fence = fence + 1, folding = null
     from unnest($1::bigint[], $2::boolean[]) k (id, tainted)
     where slice.id = k.id`,
    [endings.map((ending) => ending.slice), endings.map((ending) => ending.isTainted)],
  );
  const clean = endings.filter((ending) => !ending.isTainted);
  await sql.query(
    `insert into slice_device (device, slice) select * from unnest($1::text[], $2::bigint[])
     on conflict do nothing`,
    [
      clean.flatMap((ending) => [...ending.devices]),
      clean.flatMap((ending) => [...ending.devices].map(() => ending.slice)),
    ],
  );
}
