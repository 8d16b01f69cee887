import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** What a certificate counts over the answers that are final. */
export interface FinalSums {
  readonly units: number;
  readonly items: number;
  readonly trapped: number;
  readonly fuel: bigint;
  /** Passed audits of these answers, by devices and by the referee. */
  readonly deviceAudits: number;
  readonly refereeAudits: number;
  /** Audit draws of all rounds. */
  readonly draws: number;
  /** Highest acceptance number: any re-run of a unit makes it grow. */
  readonly latest: number;
}

type Sum = string | bigint | number;

/** Counts a job's final answers and the audits that they passed. */
export async function sumFinalUnits(sql: Sql, job: JobId): Promise<FinalSums> {
  const [row] = await sql.query<Record<string, Sum>>(
    `select count(*) as units, coalesce(sum(unit.count), 0) as items, coalesce(sum(unit.trapped), 0) as trapped,
       coalesce(sum(unit.fuel), 0) as fuel, coalesce(max(unit.seq), 0) as latest,
       coalesce(sum(passed.device), 0) as device, coalesce(sum(passed.referee), 0) as referee,
       coalesce(sum((select count(*) from draw
         where draw.job = unit.job and draw.first = unit.first and draw.attempt = unit.attempt)), 0) as draws
     from unit left join lateral (
       select count(*) filter (where audit.auditor <> 'referee') as device,
              count(*) filter (where audit.auditor = 'referee') as referee
       from audit
       where audit.job = unit.job and audit.first = unit.first and audit.attempt = unit.attempt
         and audit.verdict = 'passed') passed on true
     where unit.job = $1 and unit.state = 'final'`,
    [job],
  );
  return {
    units: Number(row.units),
    items: Number(row.items),
    trapped: Number(row.trapped),
    fuel: BigInt(row.fuel),
    deviceAudits: Number(row.device),
    refereeAudits: Number(row.referee),
    draws: Number(row.draws),
    latest: Number(row.latest),
  };
}
