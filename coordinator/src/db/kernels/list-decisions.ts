import type { Hash } from '@manyhands/protocol';
import type { KernelDecision } from '../../domain/kernel-standing.ts';
import type { Sql } from '../db.ts';

export interface StoredDecision {
  readonly decision: KernelDecision;
  readonly reason: string;
  readonly at: Date;
}

/** What was ever decided about a kernel, the latest first. */
export async function listDecisions(sql: Sql, kernel: Hash, limit: number): Promise<StoredDecision[]> {
  return sql.query<{ decision: KernelDecision; reason: string; at: Date }>(
    'select decision, reason, at from kernel_decision where kernel = $1 order by id desc limit $2',
    [kernel, limit],
  );
}
