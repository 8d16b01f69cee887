import type { Sql } from '../db.ts';

/** Gives a challenge to a device, unless one has it: false. */
export async function takeChallenge(
  sql: Sql,
  taken: { readonly id: string; readonly device: string; readonly baseline: bigint },
): Promise<boolean> {
  const rows = await sql.query(
    'update challenge set device = $2, baseline = $3::numeric where id = $1 and device is null returning id',
    [taken.id, taken.device, taken.baseline],
  );
  return rows.length === 1;
}
