import type { Db, Sql } from './db.ts';

/** Reads in one transaction that sees the database as it was when it began, so that what is read together belongs together. */
export const snapshot = <T>(db: Db, read: (sql: Sql) => Promise<T>): Promise<T> =>
  db.transaction(async (sql) => {
    await sql.query('set transaction isolation level repeatable read, read only');
    return read(sql);
  });
