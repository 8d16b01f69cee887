import type { Hash } from '@manyhands/protocol';
import type { Sql } from '../db.ts';
import type { Kernel } from './add-kernel.ts';

/** A published kernel; null when there is none with this hash. */
export async function findKernel(sql: Sql, hash: Hash): Promise<Kernel | null> {
  const [row] = await sql.query<Kernel>('select hash, name, schema, label from kernel where hash = $1', [
    hash,
  ]);
  return row ?? null;
}
