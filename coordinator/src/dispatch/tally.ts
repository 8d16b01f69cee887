/**
 * What commits add to ledger accounts and to devices, summed up and packed. A tally is stored with its commit and
 * folded into the tables of entries and devices every few seconds: a row for every account and commit would cost many
 * times what the answers cost.
 */
import type { DeviceId, JobId } from '@manyhands/protocol';
import type { Entry } from '../domain/pay.ts';
import { malformed, PackReader, PackWriter } from './packing.ts';
import { VisitSums } from './visit-sums.ts';

/** What version 1 packed had no visits. */
const VERSION = 2;
const KINDS = ['charge', 'work', 'audit', 'site', 'fee', 'loss', 'cause'] as const satisfies Entry['kind'][];

const PLACE: Readonly<Record<Entry['kind'], number>> = {
  charge: 0,
  work: 1,
  audit: 2,
  site: 3,
  fee: 4,
  loss: 5,
  cause: 6,
};

/** By how much a device's record changes. */
export interface DeviceChange {
  passed: number;
  finalItems: number;
  refutedItems: number;
  finalFuel: bigint;
}

const UNCHANGED: DeviceChange = { passed: 0, finalItems: 0, refutedItems: 0, finalFuel: 0n };

/** One sum of a ledger account. */
export interface TallyLine {
  readonly job: JobId;
  readonly account: string;
  readonly kind: Entry['kind'];
  readonly amount: bigint;
}

/** Of one account, by kind. Small amounts are added up as ordinary numbers, a tenth of the work of big ones. */
class Sums {
  readonly #small = KINDS.map(() => 0);
  readonly #large = KINDS.map(() => 0n);

  add(kind: number, amount: bigint): void {
    const small = this.#small[kind] + Number(amount);
    if (small <= Number.MAX_SAFE_INTEGER && small >= Number.MIN_SAFE_INTEGER && isSmall(amount))
      this.#small[kind] = small;
    else this.#large[kind] += amount;
  }

  all(): bigint[] {
    return this.#large.map((large, kind) => large + BigInt(this.#small[kind]));
  }
}

const isSmall = (amount: bigint): boolean =>
  amount <= Number.MAX_SAFE_INTEGER && amount >= Number.MIN_SAFE_INTEGER;

export class Tally {
  readonly devices = new Map<DeviceId, DeviceChange>();
  readonly visits = new VisitSums();
  readonly #accounts = new Map<JobId, Map<string, Sums>>();

  device(id: DeviceId): DeviceChange {
    const known = this.devices.get(id);
    if (known !== undefined) return known;
    const fresh = { ...UNCHANGED };
    this.devices.set(id, fresh);
    return fresh;
  }

  add(job: JobId, entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    let accounts = this.#accounts.get(job);
    if (accounts === undefined) {
      accounts = new Map();
      this.#accounts.set(job, accounts);
    }
    for (const { account, kind, amount } of entries) {
      let sums = accounts.get(account);
      if (sums === undefined) {
        sums = new Sums();
        accounts.set(account, sums);
      }
      sums.add(PLACE[kind], amount);
    }
  }

  /** What is not zero, in the order of jobs and accounts as they came. */
  *lines(): Generator<TallyLine> {
    for (const [job, accounts] of this.#accounts)
      for (const [account, sums] of accounts)
        for (const [i, amount] of sums.all().entries())
          if (amount !== 0n) yield { job, account, kind: KINDS[i], amount };
  }

  get isEmpty(): boolean {
    return this.devices.size === 0 && this.#accounts.size === 0 && this.visits.size === 0;
  }

  pack(): Uint8Array {
    const to = new PackWriter();
    to.byte(VERSION);
    to.count(this.devices.size);
    for (const [id, change] of this.devices) {
      to.text(id);
      to.signed(change.passed);
      to.signed(change.finalItems);
      to.signed(change.refutedItems);
      to.signedAmount(change.finalFuel);
    }
    to.count(this.#accounts.size);
    for (const [job, accounts] of this.#accounts) {
      to.text(job);
      to.count(accounts.size);
      for (const [account, sums] of accounts) {
        to.text(account);
        for (const sum of sums.all()) to.signedAmount(sum);
      }
    }
    this.visits.pack(to);
    return to.take();
  }

  /** Adds what {@link pack} packed. Throws SEGMENT_INVALID. */
  addPacked(bytes: Uint8Array): void {
    const from = new PackReader(bytes);
    const version = from.byte();
    if (version > VERSION) throw malformed('a later version wrote them');
    for (let left = from.records(); left > 0; left--) {
      const change = this.device(from.text() as DeviceId);
      change.passed += from.signed();
      change.finalItems += from.signed();
      change.refutedItems += from.signed();
      change.finalFuel += from.signedAmount();
    }
    for (let left = from.records(); left > 0; left--) {
      const job = from.text() as JobId;
      for (let accounts = from.records(); accounts > 0; accounts--) {
        const account = from.text();
        this.add(
          job,
          KINDS.map((kind) => ({ account, kind, amount: from.signedAmount() as Entry['amount'] })),
        );
      }
    }
    if (version > 1) this.visits.addPacked(from);
    from.end();
  }
}
