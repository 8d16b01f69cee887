import type { Hash } from '@manyhands/protocol';
import type { KernelDecision } from '../../domain/kernel-standing.ts';
import type { Sql } from '../db.ts';

/**
 * Writes down what the operator decided about a kernel; false when there is none with this hash. The revisions of its
 * running jobs grow in the same statement, so that every coordinator notices at its next look. Open reports are answered by it.
 */
export async function decideKernel(
  sql: Sql,
  kernel: Hash,
  { decision, reason }: { readonly decision: KernelDecision; readonly reason: string },
): Promise<boolean> {
  const rows = await sql.query(
    `with decided as (
       update kernel set
         review = case $2::text when 'approve' then 'approved' when 'refuse' then 'refused' else review end,
         review_reason = case when $2::text in ('approve', 'refuse') then $3::text else review_reason end,
         stopped = case $2::text when 'stop' then coalesce(stopped, now()) when 'lift' then null else stopped end,
         stopped_reason = case $2::text when 'stop' then $3::text when 'lift' then '' else stopped_reason end
       where hash = $1
       returning hash
     ), noted as (
       insert into kernel_decision (kernel, decision, reason) select hash, $2::text, $3::text from decided
     ), read as (
       update kernel_report set resolved = now()
       where kernel in (select hash from decided) and resolved is null and $2::text <> 'lift'
     ), told as (
       update job set revision = revision + 1 where kernel in (select hash from decided) and state = 'running'
     )
     select hash from decided`,
    [kernel, decision, reason],
  );
  return rows.length === 1;
}
