import type { Hash } from '@manyhands/protocol';
import type { KernelStanding } from '../../domain/kernel-standing.ts';
import type { StatedShare } from '../../domain/roles.ts';
import type { Sql } from '../db.ts';
import { STANDING_COLUMNS, type StandingRow, standingFrom } from '../kernels/standing-columns.ts';
import type { Kernel } from './add-kernel.ts';

/** A kernel as it is read back, with what the operator decided about it. */
export type StoredKernel = Kernel & { readonly standing: KernelStanding };

/** A published kernel; null when there is none with this hash. */
export async function findKernel(sql: Sql, hash: Hash): Promise<StoredKernel | null> {
  const [row] = await sql.query<Kernel & StandingRow & ShareRow>(
    `select hash, name, schema, label, author as payee, author_ppm as ppm, ${STANDING_COLUMNS} from kernel where hash = $1`,
    [hash],
  );
  if (row === undefined) return null;
  const { name, schema, label } = row;
  return { hash: row.hash, name, schema, label, author: shareFrom(row), standing: standingFrom(row) };
}

interface ShareRow {
  readonly payee: string | null;
  readonly ppm: number | null;
}

const shareFrom = ({ payee, ppm }: ShareRow): StatedShare | null =>
  payee === null || ppm === null ? null : { payee, ppm };
