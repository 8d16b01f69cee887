import type { Sql } from './db.ts';

/** The value kept under a name; `value` if none was kept before. Of two that ask at once, both get the first's. */
export async function keepSetting(sql: Sql, name: string, value: string): Promise<string> {
  const [row] = await sql.query<{ value: string }>(
    `insert into setting (name, value) values ($1, $2)
     on conflict (name) do update set value = setting.value
     returning value`,
    [name, value],
  );
  return row.value;
}
