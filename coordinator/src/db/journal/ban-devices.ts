import type { DeviceId } from '@manyhands/protocol';
import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** Bans devices, which the caller has locked; returns those that were not banned before. The first evidence stays. */
export async function banDevices(sql: Sql, bans: CommitBatch['bans']): Promise<DeviceId[]> {
  const rows = await sql.query<{ id: DeviceId }>(
    `update device v set banned = clock_timestamp(), evidence = k.evidence
     from unnest($1::text[], $2::jsonb[]) k (id, evidence)
     where v.id = k.id and v.banned is null
     returning v.id`,
    [bans.map((ban) => ban.device), bans.map((ban) => JSON.stringify(ban.evidence))],
  );
  return rows.map((row) => row.id);
}
