import type { Hash } from '@manyhands/protocol';
import type { KernelStanding, PublicationPolicy } from '../../domain/kernel-standing.ts';
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
  /** From how many address prefixes it is reported: open reports, one from each. */
  readonly reporters: number;
  readonly created: Date;
}

interface KernelRow extends StandingRow {
  hash: Hash;
  name: string;
  label: unknown;
  source_hash: Hash | null;
  jobs: bigint;
  running: bigint;
  reporters: bigint;
  created: Date;
}

/** From so many address prefixes a kernel must be reported before it is in the queue. */
const REPORTERS = 3;

interface Listing {
  readonly only: KernelStanding['review'] | 'stopped' | 'queue' | 'all';
  /** Where it is `open`, what nobody has reviewed waits for nobody. */
  readonly publication: PublicationPolicy;
  readonly limit: number;
}

/**
 * The latest kernels: all, those of one standing, or those that wait for the operator, which are what needs a review and
 * what several people reported; what many reported first, then those with jobs.
 */
export async function listKernels(sql: Sql, { only, publication, limit }: Listing): Promise<ListedKernel[]> {
  const rows = await sql.query<KernelRow>(
    `select hash, name, label, source_hash, ${STANDING_COLUMNS}, kernel.created,
       coalesce(asked.jobs, 0) as jobs, coalesce(asked.running, 0) as running, coalesce(reported.reporters, 0) as reporters
     from kernel left join (
       select job.kernel, count(*) as jobs, count(*) filter (where state = 'running') as running
       from job where state in ('quoted', 'running') group by job.kernel
     ) asked on asked.kernel = kernel.hash left join (
       select kernel_report.kernel, count(*) as reporters
       from kernel_report where resolved is null group by kernel_report.kernel
     ) reported on reported.kernel = kernel.hash
     where $1 = 'all' or ($1 = 'stopped' and stopped is not null) or review = $1
       or ($1 = 'queue' and (reported.reporters >= $3::bigint or (review = 'pending' and $4::text = 'reviewed')))
     order by coalesce(reported.reporters, 0) >= $3::bigint desc, coalesce(asked.jobs, 0) > 0 desc, kernel.created desc, hash
     limit $2`,
    [only, limit, REPORTERS, publication],
  );
  return rows.map((row) => ({
    hash: row.hash,
    name: row.name,
    label: row.label,
    sourceHash: row.source_hash,
    standing: standingFrom(row),
    jobs: Number(row.jobs),
    running: Number(row.running),
    reporters: Number(row.reporters),
    created: row.created,
  }));
}
