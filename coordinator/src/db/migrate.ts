import { readdir, readFile } from 'node:fs/promises';
import type { Db } from './db.ts';

/** The same folder from src and dist. */
const FOLDER = new URL('../../src/db/migrations/', import.meta.url);

/** Any constant: coordinators that start together on one PostgreSQL migrate one after the other. */
const LOCK = 7_146_211;

/** Applies the migrations that the database has not seen yet, in order, all or none. */
export async function migrate(db: Db): Promise<void> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort();
  await db.transaction(async (sql) => {
    await sql.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await sql.script(
      'create table if not exists migration (name text primary key, applied timestamptz not null default now())',
    );
    const applied = new Set(
      (await sql.query<{ name: string }>('select name from migration')).map((row) => row.name),
    );
    for (const name of names.filter((each) => !applied.has(each))) {
      await sql.script(await readFile(new URL(name, FOLDER), 'utf8'));
      await sql.query('insert into migration (name) values ($1)', [name]);
    }
  });
}
