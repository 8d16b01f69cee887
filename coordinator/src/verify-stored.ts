/** Books that no coordinator serves: a database and its blobs, without or with the chain. */
import { join } from 'node:path';
import { FileBlobs } from './blobs/blobs.ts';
import type { CoordinatorConfig } from './config.ts';
import { openDb } from './db/open.ts';
import { openEthersChain } from './settlement/ethers-chain.ts';
import type { Checked } from './settlement/verify/finding.ts';
import { type Verified, verifyLedger } from './settlement/verify/verify.ts';

/** Throws what opening the database throws, and CHAIN_UNREACHABLE. */
export async function* verifyStored({
  dir,
  database,
  payments,
}: Pick<CoordinatorConfig, 'dir' | 'database' | 'payments'>): AsyncGenerator<Checked | Verified> {
  const archive = await FileBlobs.open(join(dir, 'blobs'));
  const db = await openDb(database);
  try {
    const chain = payments === null ? null : await openEthersChain(payments);
    try {
      yield* verifyLedger({ db, archive, chain });
    } finally {
      chain?.close();
    }
  } finally {
    await db.close();
  }
}
