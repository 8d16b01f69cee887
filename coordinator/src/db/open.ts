import type { Db } from './db.ts';
import { migrate } from './migrate.ts';
import { openPGlite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export type DatabaseChoice =
  | { readonly kind: 'pglite'; readonly dir: string | null }
  | { readonly kind: 'postgres'; readonly url: string };

/** Opens the database and brings its tables up to date. */
export async function openDb(choice: DatabaseChoice): Promise<Db> {
  const db = choice.kind === 'pglite' ? await openPGlite(choice.dir) : openPostgres(choice.url);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}
