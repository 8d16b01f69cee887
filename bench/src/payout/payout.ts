/** A million micro-payments from the ledger to the wallets of ten thousand payees, on a PostgreSQL and a chain of its own. */
import {
  openDb,
  type PayoutReport,
  type PayoutSizes,
  payout,
  startPostgres,
} from '@manyhands/coordinator/testing';

export const QUICK: PayoutSizes = { payees: 40, payments: 2_000, researchers: 2, own: 3, relayed: 2 };

export async function runPayout(sizes: PayoutSizes, say: (line: string) => void): Promise<PayoutReport> {
  const cluster = await startPostgres({ durable: true });
  try {
    const db = await openDb({ kind: 'postgres', url: cluster.url });
    try {
      return await payout(db, sizes, say);
    } finally {
      await db.close();
    }
  } finally {
    await cluster.stop();
  }
}
