import type { Hash } from '@manyhands/protocol';
import { countJobs } from '../db/network/count-jobs.ts';
import { listEpochs } from '../db/network/list-epochs.ts';
import { readFuelRate, readNetworkFuel } from '../db/network/read-network-fuel.ts';
import { sumVerification } from '../db/network/sum-verification.ts';
import { RECORD } from '../settlement/leaf-list.ts';
import { Cached } from './cached.ts';
import type { Desk } from './desk.ts';

/** What changes by the second, and what takes a look at every slice. */
const PRESENT_MS = 1_000;
const SUMS_MS = 20_000;
const SETTLEMENTS = 10;

/** What anybody may know of the whole network; looked up once for all who ask within a second. */
export class Network {
  readonly #desk: Desk;
  readonly #sums: Cached<Awaited<ReturnType<typeof sumVerification>>>;
  readonly #present: Cached<Awaited<ReturnType<Network['look']>>>;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#sums = new Cached(SUMS_MS, () => sumVerification(desk.db));
    this.#present = new Cached(PRESENT_MS, () => this.look());
  }

  figures() {
    return this.#present.get();
  }

  async look() {
    const { db, dispatcher } = this.#desk;
    const { sessions, seats } = dispatcher.activity();
    const [jobs, rate, buckets, verification, settlements] = await Promise.all([
      countJobs(db),
      readFuelRate(db),
      readNetworkFuel(db),
      this.#sums.get(),
      this.#settlements(),
    ]);
    return {
      sessions,
      seats,
      jobs,
      fuel: {
        perSecond: rate,
        day: buckets.map(({ at, fuel }) => ({ at: at.toISOString(), fuel: String(fuel) })),
      },
      verification,
      settlements,
    };
  }

  async #settlements() {
    const { db, blobs } = this.#desk;
    const epochs = await listEpochs(db, SETTLEMENTS);
    return Promise.all(
      epochs.map(async ({ number, tx, total, leaves, vouchers, at }) => ({
        epoch: number,
        tx,
        total: String(total),
        vouchers,
        payees: ((await blobs.size(leaves as Hash)) ?? 0) / RECORD,
        at: at.toISOString(),
      })),
    );
  }
}
