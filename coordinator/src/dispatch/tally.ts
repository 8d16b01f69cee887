/**
 * What commits add to ledger accounts and to devices, summed up and packed. A tally is stored with its commit and
 * folded into the tables of entries and devices every few seconds: a row for every account and commit would cost many
 * times what the answers cost.
 */
import type { DeviceId, JobId } from '@manyhands/protocol';
import type { Entry } from '../domain/pay.ts';
import { malformed, PackReader, PackWriter } from './packing.ts';
import { VisitSums } from './visit-sums.ts';

/** What version 1 packed had no visits, and what version 2 packed no authors and owners. */
const VERSION = 3;
const KINDS = [
  'charge',
  'work',
  'audit',
  'site',
  'fee',
  'loss',
  'cause',
  'author',
  'data',
] as const satisfies Entry['kind'][];
const kindsOf = (version: number): number => (version < 3 ? 7 : KINDS.length);

const PLACE: Readonly<Record<Entry['kind'], number>> = {
  charge: 0,
  work: 1,
  audit: 2,
  site: 3,
  fee: 4,
  loss: 5,
  cause: 6,
  author: 7,
  data: 8,
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
  readonly #small: number[] = KINDS.map(() => 0);
  /** What does not fit into these: seldom there at all. */
  #large: bigint[] | null = null;

  add(kind: number, amount: bigint): void {
    const small = this.#small[kind] + Number(amount);
    if (Number.isSafeInteger(small) && isSmall(amount)) this.#small[kind] = small;
    else {
      this.#large ??= KINDS.map(() => 0n);
      this.#large[kind] += amount;
    }
  }

  of(kind: number): bigint {
    return BigInt(this.#small[kind]) + (this.#large?.[kind] ?? 0n);
  }

  isZero(kind: number): boolean {
    return this.#large === null ? this.#small[kind] === 0 : this.of(kind) === 0n;
  }

  pack(to: PackWriter): void {
    const isPlain = this.#large === null;
    for (let kind = 0; kind < KINDS.length; kind++) {
      const small = this.#small[kind];
      // The same bytes either way.
      if (isPlain && Math.abs(small) < SIGNED_LIMIT) to.signed(small);
      else to.signedAmount(this.of(kind));
    }
  }

  addPacked(from: PackReader, kinds: number): void {
    for (let kind = 0; kind < kinds; kind++) {
      const amount = from.signedAmount();
      if (amount !== 0n) this.add(kind, amount);
    }
  }
}

function sumsOf(accounts: Map<string, Sums>, account: string): Sums {
  const known = accounts.get(account);
  if (known !== undefined) return known;
  const fresh = new Sums();
  accounts.set(account, fresh);
  return fresh;
}

/** Of what {@link PackWriter.signed} takes. */
const SIGNED_LIMIT = 2 ** 52;

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
    const accounts = this.#accountsOf(job);
    for (const { account, kind, amount } of entries) sumsOf(accounts, account).add(PLACE[kind], amount);
  }

  #accountsOf(job: JobId): Map<string, Sums> {
    const known = this.#accounts.get(job);
    if (known !== undefined) return known;
    const fresh = new Map<string, Sums>();
    this.#accounts.set(job, fresh);
    return fresh;
  }

  /** What is not zero, in the order of jobs and accounts as they came. */
  *lines(): Generator<TallyLine> {
    for (const [job, accounts] of this.#accounts)
      for (const [account, sums] of accounts)
        for (const [place, kind] of KINDS.entries())
          if (!sums.isZero(place)) yield { job, account, kind, amount: sums.of(place) };
  }

  /** What each job was charged. */
  charges(): Map<JobId, bigint> {
    const charged = new Map<JobId, bigint>();
    for (const { job, kind, amount } of this.lines())
      if (kind === 'charge') charged.set(job, (charged.get(job) ?? 0n) - amount);
    return charged;
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
        sums.pack(to);
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
      const accounts = this.#accountsOf(from.text() as JobId);
      for (let count = from.records(); count > 0; count--)
        sumsOf(accounts, from.text()).addPacked(from, kindsOf(version));
    }
    if (version > 1) this.visits.addPacked(from);
    from.end();
  }
}
