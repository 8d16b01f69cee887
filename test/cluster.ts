import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** Dumps a fresh cluster once for all unit tests; see coordinator/src/db/pglite.ts. */
export async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-cluster-'));
  const dump = join(folder, 'cluster.tar');
  const pglite = await PGlite.create();
  writeFileSync(dump, new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer()));
  await pglite.close();
  process.env.MANYHANDS_TEST_CLUSTER = dump;
  return () => rmSync(folder, { recursive: true, force: true });
}
