import type { Certificate, JobId } from '@manyhands/protocol';
import { json, type Sql } from '../db.ts';

/** Closes a running job with its certificate; false when it is not running: it is certified at most once [VF3]. */
export async function storeCertificate(sql: Sql, job: JobId, certificate: Certificate): Promise<boolean> {
  const rows = await sql.query(
    `update job set state = 'certified', certified = $3, certificate = $2
     where id = $1 and state = 'running' returning id`,
    [job, json(certificate), new Date(certificate.certifiedAt)],
  );
  return rows.length === 1;
}
