import type { Certificate, JobId } from '@manyhands/protocol';
import type { Sql } from '../db.ts';

/** A job's certificate; null until it is signed. */
export async function findCertificate(sql: Sql, job: JobId): Promise<Certificate | null> {
  const [row] = await sql.query<{ certificate: Certificate | null }>(
    'select certificate from job where id = $1',
    [job],
  );
  return row?.certificate ?? null;
}
