import type { SliceId } from '@manyhands/protocol';
import type { UnitKey } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** Devices that a commit counts for without naming them: workers of audited units, and everybody in slices to settle. */
export async function readInvolvedDevices(
  sql: Sql,
  audited: readonly UnitKey[],
  settled: readonly SliceId[],
): Promise<string[]> {
  if (audited.length === 0 && settled.length === 0) return [];
  const rows = await sql.query<{ device: string }>(
    `select u.device
     from unnest($1::text[], $2::bigint[], $3::int[]) k (job, first, attempt)
     join unit u on (u.job, u.first, u.attempt) = (k.job, k.first, k.attempt)
     union
     select device from unit where slice = any($4::bigint[])
     union
     select a.auditor
     from unit u join audit a on (a.job, a.first, a.attempt) = (u.job, u.first, u.attempt)
     where u.slice = any($4::bigint[])`,
    [
      audited.map((key) => key.job),
      audited.map((key) => key.first),
      audited.map((key) => key.attempt),
      settled,
    ],
  );
  return rows.map((row) => row.device);
}
