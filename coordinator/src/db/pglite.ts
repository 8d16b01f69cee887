import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Db, type Param, type Row, type Sql, wireParam } from './db.ts';
import { lockDirectory } from './directory-lock.ts';
import { READERS } from './values.ts';

/**
 * Opens the embedded database in `dir`, made if absent, or in memory for null. What was committed survives
 * `kill -9`. Throws STORE_IN_USE while another process has the directory open.
 */
export async function openPGlite(dir: string | null): Promise<Db> {
  if (dir === null) return dbOf(await PGlite.create(await fromTemplate()), async () => undefined);
  await mkdir(dirname(dir), { recursive: true });
  const unlock = await lockDirectory(dir);
  try {
    if (!existsSync(`${dir}/PG_VERSION`)) await initialise(dir);
    return dbOf(await PGlite.create(dir), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * Where `MANYHANDS_TEST_CLUSTER` names a dump of a cluster, databases in memory begin as copies of it: hundreds of tests
 * have one each, and to make a cluster takes most of their time.
 */
async function fromTemplate(): Promise<{ loadDataDir?: Blob }> {
  const dump = process.env.MANYHANDS_TEST_CLUSTER;
  return dump === undefined ? {} : { loadDataDir: new Blob([new Uint8Array(await readFile(dump))]) };
}

/** A new cluster takes seconds to write and is worthless half-written, so it appears under its name when complete. */
async function initialise(dir: string): Promise<void> {
  const unfinished = `${dir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const pglite = await PGlite.create(unfinished);
  await pglite.close();
  await rm(dir, { recursive: true, force: true });
  await rename(unfinished, dir);
}

/** The type's oid in PostgreSQL's catalogue. */
const BYTEA = 17;

type Target = Pick<PGlite, 'query' | 'exec'>;

function dbOf(pglite: PGlite, unlock: () => Promise<void>): Db {
  // Without serializers PGlite sends each parameter's text as it is, and with this one bytes, as pg does.
  pglite.serializers = { [BYTEA]: (bytes: string | Uint8Array) => bytes as string };
  pglite.parsers = Object.fromEntries(READERS);
  return {
    ...statementsOn(pglite),
    // One connection: no transaction waits for another's locks, so none is ever run again.
    transaction: (act) => pglite.transaction((tx) => act(statementsOn(tx as unknown as Target))),
    async close() {
      if (!pglite.closed) await pglite.close();
      await unlock();
    },
  };
}

const statementsOn = (target: Target): Sql => ({
  async query<R = Row>(sql: string, params: readonly Param[] = []): Promise<R[]> {
    return (await target.query<R>(sql, params.map(wireParam))).rows;
  },
  async script(sql) {
    await target.exec(sql);
  },
});
