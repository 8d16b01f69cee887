/** Commits numbers one after the other into the PGlite directory given, and says each that is committed. Ended by a kill. */
import { openDb } from '../open.ts';

const db = await openDb({ kind: 'pglite', dir: process.argv[2] });
const [row] = await db.query<{ next: number }>(`select count(*) as next from setting`);
process.stdout.write(`open ${row.next}\n`);
for (let n = row.next; ; n++) {
  await db.transaction((sql) =>
    sql.query('insert into setting values ($1, $2)', [String(n).padStart(9, '0'), 'x']),
  );
  process.stdout.write(`committed ${n + 1}\n`);
}
