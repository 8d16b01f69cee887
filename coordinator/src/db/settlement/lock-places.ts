import type { Sql } from '../db.ts';

/** Any constant. */
const LOCK = 7_146_212;

/**
 * Until the transaction ends, nobody else gives places, promises anything or plans an epoch: a receipt that is promised
 * while an epoch is planned would otherwise be due in a root that does not have it.
 */
export async function lockPlaces(sql: Sql): Promise<void> {
  await sql.query('select pg_advisory_xact_lock($1)', [LOCK]);
}
