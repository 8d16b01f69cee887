import type { Hash, KernelSchema } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';

export interface Kernel {
  readonly hash: Hash;
  readonly name: string;
  readonly schema: KernelSchema;
  readonly label: unknown;
}

/** Publishes a kernel; the second time changes nothing, because a kernel is its bytes. */
export async function addKernel(
  sql: Sql,
  kernel: Kernel & { readonly sourceHash: Hash | null },
): Promise<void> {
  await sql.query(
    `insert into kernel (hash, name, schema, label, source_hash)
     values ($1, $2, $3, $4, $5)
     on conflict (hash) do nothing`,
    [kernel.hash, kernel.name, json(kernel.schema), json(kernel.label), kernel.sourceHash],
  );
}
