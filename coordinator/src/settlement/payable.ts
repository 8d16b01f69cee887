/** In which epochs what a payee earned became payable, out of the published leaves alone. */
import { type Hash, KnownError, type Payee, unpackedLeaves } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findPlace } from '../db/settlement/find-place.ts';
import { listStandingEpochs, type StandingEpoch } from '../db/settlement/list-standing-epochs.ts';
import { NEVER_PAYABLE, type PayableAt } from '../ledger/statement.ts';
import { RECORD } from './leaf-list.ts';
import type { LeafArchive } from './ports.ts';

/** Each search goes on where the last one ended. */
export async function payableBy(sql: Sql, archive: LeafArchive, payee: Payee): Promise<PayableAt> {
  const index = await findPlace(sql, payee);
  if (index === null) return NEVER_PAYABLE;
  const epochs = await listStandingEpochs(sql);
  const leaves = new LeavesOf(archive, payee, index);
  let [at, reached] = [0, 0n];
  return async (amount) => {
    if (amount <= 0n) return null;
    if (amount > reached) {
      at = await firstWith(amount, at, { epochs, leaves });
      reached = at < epochs.length ? await leaves.in(epochs[at]) : reached;
    }
    return at < epochs.length ? { epoch: epochs[at].number, tx: epochs[at].tx } : null;
  };
}

interface Searched {
  readonly epochs: readonly StandingEpoch[];
  readonly leaves: LeavesOf;
}

/** A leaf never falls [ST2]: ever longer steps until one has the amount, then halves of the last of them. */
async function firstWith(amount: bigint, from: number, { epochs, leaves }: Searched): Promise<number> {
  const has = async (at: number) => at >= epochs.length || (await leaves.in(epochs[at])) >= amount;
  let [low, high] = [from, from];
  for (let step = 1; !(await has(high)); step *= 2) {
    low = high + 1;
    high = Math.min(high + step, epochs.length);
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await has(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One payee's leaves: 28 bytes of each list are read. */
class LeavesOf {
  readonly #archive: LeafArchive;
  readonly #payee: Payee;
  readonly #index: number;

  constructor(archive: LeafArchive, payee: Payee, index: number) {
    [this.#archive, this.#payee, this.#index] = [archive, payee, index];
  }

  /** Nothing where the list ends before its place, or is lost: then the next epoch that has the amount is named. */
  async in({ leaves }: StandingEpoch): Promise<bigint> {
    const bytes = await this.#archive
      .readAt(leaves as Hash, this.#index * RECORD, RECORD)
      .catch((error: unknown) => {
        if (error instanceof KnownError && error.code === 'BLOB_UNKNOWN') return new Uint8Array();
        throw error;
      });
    const [leaf] = bytes.length === RECORD ? unpackedLeaves(bytes) : [];
    return leaf?.account === this.#payee ? leaf.cumulative : 0n;
  }
}
