import type { JobId } from '@manyhands/protocol';
import type { Halted } from '../../domain/waiting.ts';
import { json, type Sql } from '../db.ts';

/** Says more of why a job paused by itself; nothing where it was let go on meanwhile. */
export async function nameHalt(sql: Sql, id: JobId, more: Omit<Halted, 'failed'>): Promise<void> {
  await sql.query('update job set halted = halted || $2::jsonb where id = $1 and halted is not null', [
    id,
    json(more),
  ]);
}
