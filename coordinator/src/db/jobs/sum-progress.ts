import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** Sums over a job's slices. Items unless named; money in ledger units. */
export interface ProgressSums {
  readonly spent: bigint;
  readonly held: number;
  readonly final: number;
  /** Final items that trapped or were exhausted. */
  readonly failed: number;
  readonly fuel: bigint;
  readonly executed: number;
  readonly deviceAudits: number;
  readonly refereeAudits: number;
  readonly refutedUnits: number;
  /** In the slices that are folded as they stand. */
  readonly folded: number;
}

export const NO_PROGRESS: ProgressSums = {
  spent: 0n,
  held: 0,
  final: 0,
  failed: 0,
  fuel: 0n,
  executed: 0,
  deviceAudits: 0,
  refereeAudits: 0,
  refutedUnits: 0,
  folded: 0,
};

type Sum = string | bigint | number;

/** How far jobs are, from the counters of their slices: a few rows each, whatever their number of items. */
export async function sumProgress(sql: Sql, jobs: readonly JobId[]): Promise<Map<JobId, ProgressSums>> {
  const rows = await sql.query<Record<string, Sum> & { job: JobId }>(
    `select job, sum(spent) as spent, sum(held_items) as held, sum(final_items) as final, sum(trapped_items) as failed,
       sum(final_fuel) as fuel,
       sum(executed_items) as executed, sum(device_audits) as device_audits, sum(referee_audits) as referee_audits,
       sum(refuted_units) as refuted,
       coalesce(sum(count) filter (where state = 'settled' and folded_fence = fence), 0) as folded
     from slice where job = any($1::text[]) group by job`,
    [jobs],
  );
  return new Map(
    rows.map((row) => [
      row.job,
      {
        spent: BigInt(row.spent),
        held: Number(row.held),
        final: Number(row.final),
        failed: Number(row.failed),
        fuel: BigInt(row.fuel),
        executed: Number(row.executed),
        deviceAudits: Number(row.device_audits),
        refereeAudits: Number(row.referee_audits),
        refutedUnits: Number(row.refuted),
        folded: Number(row.folded),
      },
    ]),
  );
}
