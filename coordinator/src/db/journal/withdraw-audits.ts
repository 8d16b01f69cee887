import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import type { CountedAudit } from './store-audits.ts';

/** Takes back passed audits whose auditor was refuted since; returns those that really had passed. */
export const withdrawAudits = (
  sql: Sql,
  audits: CommitBatch['audits'],
): Promise<Omit<CountedAudit, 'verdict'>[]> =>
  sql.query(
    `update audit a set verdict = 'withdrawn'
     from unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[], $5::text[]) k (job, first, attempt, item, auditor),
       unit u
     where (a.job, a.first, a.attempt, a.item, a.auditor) = (k.job, k.first, k.attempt, k.item, k.auditor)
       and (u.job, u.first, u.attempt) = (k.job, k.first, k.attempt)
       and a.verdict = 'passed'
     returning u.slice, u.device, a.auditor`,
    [
      audits.map((audit) => audit.job),
      audits.map((audit) => audit.first),
      audits.map((audit) => audit.attempt),
      audits.map((audit) => audit.item),
      audits.map((audit) => audit.auditor),
    ],
  );
