import type { Hash } from '@manyhands/protocol';
import type { KernelStanding } from '../../domain/kernel-standing.ts';
import type { Sql } from '../db.ts';
import { STANDING_COLUMNS, type StandingRow, standingFrom } from './standing-columns.ts';

/** A kernel as its reviewer sees it. */
export interface ListedKernel {
  readonly hash: Hash;
  readonly name: string;
  readonly label: unknown;
  readonly sourceHash: Hash | null;
  readonly standing: KernelStanding;
  /** Jobs that were quoted and not ended, and those of them that run. */
  readonly jobs: number;
  readonly running: number;
  readonly created: Date;
}

interface KernelRow extends StandingRow {
  hash: Hash;
  name: string;
  label: unknown;
  source_hash: Hash | null;
  jobs: bigint;
  running: bigint;
  created: Date;
}

/** The latest kernels: all, or those that are pending, approved, refused or stopped; those with jobs first. */
export async function listKernels(
  sql: Sql,
  { only, limit }: { readonly only: KernelStanding['review'] | 'stopped' | 'all'; readonly limit: number },
): Promise<ListedKernel[]> {
  const rows = await sql.query<KernelRow>(
    `select hash, name, label, source_hash, ${STANDING_COLUMNS}, kernel.created,
       coalesce(asked.jobs, 0) as jobs, coalesce(asked.running, 0) as running
     from kernel left join (
       select job.kernel, count(*) as jobs, count(*) filter (where state = 'running') as running
       from job where state in ('quoted', 'running') group by job.kernel
     ) asked on asked.kernel = kernel.hash
     where $1 = 'all' or ($1 = 'stopped' and stopped is not null) or review = $1
     order by coalesce(asked.jobs, 0) > 0 desc, kernel.created desc, hash limit $2`,
    [only, limit],
  );
  return rows.map((row) => ({
    hash: row.hash,
    name: row.name,
    label: row.label,
    sourceHash: row.source_hash,
    standing: standingFrom(row),
    jobs: Number(row.jobs),
    running: Number(row.running),
    created: row.created,
  }));
}
