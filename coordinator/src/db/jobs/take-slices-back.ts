import type { JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/**
 * Takes the slices of jobs that were cancelled, which the caller has locked, from whoever has them: what a coordinator commits that does
 * not know of it yet is lost, and nothing is charged any more beside what was set aside. Waits for commits under way.
 */
export async function takeSlicesBack(sql: Sql, jobs: readonly JobId[]): Promise<void> {
  await sql.query(
    `update slice set owner = null, reserved = 0 where id in (
       select id from slice where job = any($1::text[]) and owner is not null order by id for update)`,
    [jobs],
  );
}
