import type { SliceId } from '@manyhands/protocol';
import type { CommitBatch } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';

/** An audit as it is counted. */
export interface CountedAudit {
  readonly slice: SliceId;
  /** Whose work was audited. */
  readonly device: string;
  readonly auditor: string;
  readonly verdict: 'passed' | 'refuted';
}

/** Stores verdicts that passed or refuted; returns those that were new. Their units are stored before. */
export const storeAudits = (sql: Sql, audits: CommitBatch['audits']): Promise<CountedAudit[]> =>
  sql.query<CountedAudit>(
    `with stored as (
       insert into audit (job, first, attempt, item, auditor, payee, site, fuel, verdict)
       select * from unnest($1::text[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[],
         $8::numeric[], $9::text[])
       on conflict do nothing
       returning job, first, attempt, auditor, verdict
     )
     select u.slice, u.device, stored.auditor, stored.verdict
     from stored join unit u on (u.job, u.first, u.attempt) = (stored.job, stored.first, stored.attempt)`,
    [
      audits.map((audit) => audit.job),
      audits.map((audit) => audit.first),
      audits.map((audit) => audit.attempt),
      audits.map((audit) => audit.item),
      audits.map((audit) => audit.auditor),
      audits.map((audit) => audit.paid.payee),
      audits.map((audit) => audit.paid.site),
      audits.map((audit) => audit.fuel),
      audits.map((audit) => audit.verdict),
    ],
  );
