import type { Db } from '../db.ts';

/**
 * Lets the room of dropped answers be used again. PostgreSQL would do so by itself some time later, the embedded database never.
 * The file is not cut off at its end: that would wait for everybody who reads.
 */
export async function freeSegments(db: Db): Promise<void> {
  await db.query('vacuum (truncate false) segment');
}
