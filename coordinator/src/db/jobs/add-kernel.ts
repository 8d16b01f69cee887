import type { Hash, KernelSchema } from '@manyhands/protocol';
import type { StatedShare } from '../../domain/roles.ts';
import { json, type Sql } from '../db.ts';

export interface Kernel {
  readonly hash: Hash;
  readonly name: string;
  readonly schema: KernelSchema;
  readonly label: unknown;
  /** What its author takes of the price of work with it; null: nothing. */
  readonly author: StatedShare | null;
}

/** Publishes a kernel; the second time changes nothing, its author's share neither, because a kernel is its bytes [SH2]. */
export async function addKernel(
  sql: Sql,
  kernel: Kernel & { readonly sourceHash: Hash | null },
): Promise<void> {
  await sql.query(
    `insert into kernel (hash, name, schema, label, source_hash, author, author_ppm)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (hash) do nothing`,
    [
      kernel.hash,
      kernel.name,
      json(kernel.schema),
      json(kernel.label),
      kernel.sourceHash,
      kernel.author?.payee ?? null,
      kernel.author?.ppm ?? null,
    ],
  );
}
