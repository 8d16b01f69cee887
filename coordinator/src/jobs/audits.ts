import type { AuditRecord, JobId } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { readAuditRecords } from '../db/jobs/read-audit-records.ts';

const PAGE = 500;

/** The audit records of a job's final answers in the order of items, as its certificate's audit root hashes them. */
export async function* auditRecords(sql: Sql, job: JobId): AsyncGenerator<AuditRecord> {
  let from = 0;
  for (;;) {
    const page = await readAuditRecords(sql, job, from, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    from = page[page.length - 1].first + 1;
  }
}
