import { afterAll, beforeAll } from 'vitest';
import type { Db } from '../db.ts';
import { openPGlite } from '../pglite.ts';
import { openPostgres } from '../postgres.ts';
import { emptying } from './emptying.ts';
import { type Cluster, startPostgres } from './postgres.ts';

/** One form of the Db port for a test file: opened once, emptied for each test. */
export interface DbForm {
  readonly name: 'PGlite' | 'PostgreSQL';
  /** The database, empty and migrated. */
  fresh(): Promise<Db>;
}

/** PGlite in memory, and a PostgreSQL of the test file's own. Call inside `describe`. */
export function pgliteForm(): DbForm {
  let db: Db;
  const emptied = emptying();
  beforeAll(async () => {
    db = await openPGlite(null);
  }, 60_000);
  afterAll(() => db.close());
  return { name: 'PGlite', fresh: () => emptied(db) };
}

export function postgresForm(): DbForm {
  let cluster: Cluster;
  let db: Db;
  const emptied = emptying();
  beforeAll(async () => {
    cluster = await startPostgres();
    db = openPostgres(cluster.url);
  }, 60_000);
  afterAll(async () => {
    await db.close();
    await cluster.stop();
  });
  return { name: 'PostgreSQL', fresh: () => emptied(db) };
}
