import type { AuditRecord, JobId } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findSliceAt } from '../db/jobs/find-slice.ts';
import { readLog } from '../db/journal/read-segments.ts';
import type { LoggedUnit } from '../dispatch/slice-log.ts';

/** What anybody needs to recompute the draws of a unit's answer. */
export const auditRecord = (unit: LoggedUnit): AuditRecord => ({
  assignment: unit.assignment,
  digest: unit.digest,
  first: unit.first,
  items: unit.count,
  ratePpm: unit.ratePpm,
  rounds: [...unit.draws].sort((a, b) => a.round - b.round),
});

/**
 * The audit records of a job's final answers in the order of items, as its certificate's audit root hashes them. Reads
 * a slice at a time, and none of the answers.
 */
export async function* auditRecords(sql: Sql, job: JobId): AsyncGenerator<AuditRecord> {
  let next = 0;
  for (;;) {
    const slice = await findSliceAt(sql, job, next);
    if (slice === null) return;
    for (const unit of (await readLog(sql, slice)).finals()) yield auditRecord(unit);
    next = slice.first + slice.count;
  }
}
