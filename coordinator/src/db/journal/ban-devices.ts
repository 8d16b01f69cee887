import type { DeviceId } from '@manyhands/protocol';
import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/**
 * Bans devices, numbered after the `before` bans there are; returns those that were not banned before. The first
 * evidence stays.
 */
export async function banDevices(sql: Sql, bans: CommitBatch['bans'], before: number): Promise<DeviceId[]> {
  const first = new Map(bans.toReversed().map((ban) => [ban.device, ban.evidence]));
  const ids = [...first.keys()].sort();
  const rows = await sql.query<{ id: DeviceId }>(
    `insert into device as v (id, banned, ban, evidence)
     select id, clock_timestamp(), $3::bigint + place, evidence
     from unnest($1::text[], $2::jsonb[]) with ordinality k (id, evidence, place)
     order by place
     on conflict (id) do update set banned = excluded.banned, ban = excluded.ban, evidence = excluded.evidence
       where v.banned is null
     returning v.id`,
    [ids, ids.map((id) => JSON.stringify(first.get(id))), before],
  );
  return rows.map((row) => row.id);
}
