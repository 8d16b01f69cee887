/** Where sequences run: which database, and which hub. */
import type { Db } from '../db/db.ts';
import { openPGlite } from '../db/pglite.ts';
import { openPostgres } from '../db/postgres.ts';
import { emptying } from '../db/testing/emptying.ts';
import { startPostgres } from '../db/testing/postgres.ts';
import { anvilGround } from './anvil-hub.ts';
import type { Wish } from './arguments.ts';
import { memoryHub } from './hub.ts';
import { MemoryWorks } from './memory-works.ts';
import type { Ground } from './sequences.ts';
import { SqlWorks } from './sql-works.ts';

const onSql: Ground['works'] = (db, { chain }) => new SqlWorks(db, chain);
const inMemory: Ground['works'] = (db, { chain }) => new MemoryWorks(db, chain);

export type OpenGround = Ground & { close(): Promise<void> };

export async function openGround(on: Wish['on']): Promise<OpenGround> {
  switch (on) {
    case 'memory':
      return onPostgres(inMemory);
    case 'postgres':
      return onPostgres(onSql);
    case 'pglite':
      return onPGlite();
    case 'anvil':
      return onAnvil();
  }
}

function emptied(db: Db): Pick<Ground, 'db' | 'empty'> {
  const empty = emptying();
  return { db, empty: () => empty(db) };
}

async function onPostgres(works: Ground['works']): Promise<OpenGround> {
  const cluster = await startPostgres();
  const db = openPostgres(cluster.url, 2);
  return {
    ...emptied(db),
    works,
    hub: async () => memoryHub(),
    async close() {
      await db.close();
      await cluster.stop();
    },
  };
}

async function onPGlite(): Promise<OpenGround> {
  const db = await openPGlite(null);
  return { ...emptied(db), works: onSql, hub: async () => memoryHub(), close: () => db.close() };
}

async function onAnvil(): Promise<OpenGround> {
  const anvil = await anvilGround();
  const pglite = await onPGlite();
  return {
    ...pglite,
    hub: () => anvil.hub(),
    async close() {
      await pglite.close();
      await anvil.stop();
    },
  };
}
