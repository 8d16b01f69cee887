import type { Hash, ReportKind } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface NewReport {
  readonly kernel: Hash;
  readonly kind: ReportKind;
  readonly words: string;
  /** Tells reporters apart. */
  readonly reporter: string;
}

/** How many reports may be open. */
export interface ReportBounds {
  readonly inAll: number;
  readonly perKernel: number;
  readonly perReporter: number;
}

/**
 * Stores a report, in the place of an open one by the same reporter about the same kernel; false where as many are open
 * as may be. Many at once may exceed the bounds by their own number, no more.
 */
export async function addReport(sql: Sql, report: NewReport, most: ReportBounds): Promise<boolean> {
  const rows = await sql.query(
    `insert into kernel_report (kernel, kind, words, reporter)
     select $1, $2, $3, $4
     where (select count(*) from kernel_report where resolved is null) < $5::bigint
       and (select count(*) from kernel_report where resolved is null and kernel = $1) < $6::bigint
       and (select count(*) from kernel_report where resolved is null and reporter = $4) < $7::bigint
     on conflict (kernel, reporter) where resolved is null
       do update set kind = excluded.kind, words = excluded.words, at = now()
     returning id`,
    [report.kernel, report.kind, report.words, report.reporter, most.inAll, most.perKernel, most.perReporter],
  );
  return rows.length === 1;
}
