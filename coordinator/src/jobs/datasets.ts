import type { AccountId, Hash } from '@manyhands/protocol';
import { listDatasets } from '../db/jobs/list-datasets.ts';
import type { Desk } from './desk.ts';

const LISTED = 100;

/** Bytes that an account sent or that its jobs use, newest first, and where the next page begins. */
export async function datasetsOf(
  { db, blobs }: Pick<Desk, 'db' | 'blobs'>,
  account: AccountId,
  before: Hash | null,
) {
  const found = await listDatasets(db, account, { before, limit: LISTED + 1 });
  const page = found.slice(0, LISTED);
  const datasets = await Promise.all(
    page.map(async ({ hash, name, at, jobs, asDataset, latest }) => ({
      hash,
      name,
      size: await blobs.size(hash),
      at: at.toISOString(),
      use: use(jobs, asDataset),
      jobs,
      latest: [...(latest ?? [])],
    })),
  );
  return { datasets, next: found.length > LISTED ? page[LISTED - 1].hash : null };
}

const use = (jobs: number, asDataset: number): 'dataset' | 'inputs' | 'none' =>
  asDataset > 0 ? 'dataset' : jobs > 0 ? 'inputs' : 'none';
