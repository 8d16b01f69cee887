import type { Db } from './db.ts';

/**
 * The key that all coordinators of a network share, 32 bytes: `fresh` where there is none yet. Whoever comes first sets
 * it; it never changes, because assignments closed under it are still out.
 */
export async function networkKey(db: Db, fresh: Uint8Array): Promise<Uint8Array> {
  const [row] = await db.query<{ seal_key: Uint8Array }>(
    `insert into network_key (only, seal_key) values (true, $1)
     on conflict (only) do update set only = true
     returning seal_key`,
    [fresh],
  );
  return row.seal_key;
}
