/** A database that is used again and again. */
import type { Db } from '../db.ts';
import { migrate } from '../migrate.ts';

/** Migrates an empty database, and later deletes what is in it: to drop and migrate anew takes ten times as long. */
export function emptying(): (db: Db) => Promise<Db> {
  let again: string | null = null;
  return async (db) => {
    if (again === null) await migrate(db);
    else await db.script(again);
    again ??= await deletion(db);
    return db;
  };
}

interface Table {
  readonly name: string;
  /** What migrations put in, as JSON. */
  readonly rows: string | null;
}

/** Brings a database back to how it is now, right after it was migrated. References and triggers don't ask for an order then. */
async function deletion(db: Db): Promise<string> {
  const names = await db.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'`,
  );
  const tables: Table[] = [];
  for (const { name } of names) {
    const [{ rows }] = await db.query<Pick<Table, 'rows'>>(
      `select json_agg(to_jsonb(t))::text as rows from "${name}" t`,
    );
    tables.push({ name, rows });
  }
  const sequences = await db.query<{ name: string }>(
    `select sequencename as name from pg_sequences where schemaname = 'public'`,
  );
  return [
    'begin; set local session_replication_role = replica;',
    ...tables.map(({ name }) => `delete from "${name}";`),
    ...tables
      .filter(({ rows }) => rows !== null)
      .map(
        ({ name, rows }) =>
          `insert into "${name}" overriding system value select * from json_populate_recordset(null::"${name}", '${rows?.replaceAll("'", "''")}');`,
      ),
    ...sequences.map(({ name }) => `select setval('"${name}"', 1, false);`),
    'commit;',
  ].join('\n');
}
