import type { Hash, ReportKind } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

export interface StoredReport {
  readonly id: number;
  readonly kernel: Hash;
  readonly kernelName: string;
  readonly kind: ReportKind;
  readonly words: string;
  readonly at: Date;
}

interface ReportRow {
  id: number;
  kernel: Hash;
  name: string;
  kind: ReportKind;
  words: string;
  at: Date;
}

/** Open reports, of the kernel with the most first. */
export async function listReports(sql: Sql, limit: number): Promise<StoredReport[]> {
  const rows = await sql.query<ReportRow>(
    `select id, kernel_report.kernel, name, kind, words, at from kernel_report
     join kernel on kernel.hash = kernel_report.kernel
     where resolved is null
     order by count(*) over (partition by kernel_report.kernel) desc, kernel_report.kernel, id limit $1`,
    [limit],
  );
  return rows.map(({ id, kernel, name, kind, words, at }) => ({
    id,
    kernel,
    kernelName: name,
    kind,
    words,
    at,
  }));
}
