/**
 * What the books must say, worked out a second time from what was committed: naively, item by item, with no code of the
 * journal or the ledger. Ledger units.
 */
import type { CoordinatorId, DeviceId, JobId, SliceId } from '@manyhands/protocol';
import type {
  Auditor,
  CommitBatch,
  CommitReceipt,
  SliceGrant,
  StoredUnit,
  UnitKey,
} from '../dispatch/journal.ts';

interface ExpectedUnit {
  attempt: number;
  readonly count: number;
  readonly device: Auditor;
  state: 'held' | 'final' | 'refuted';
}

interface ExpectedSlice {
  readonly job: JobId;
  readonly count: number;
  readonly reservePerItem: bigint;
  owner: CoordinatorId | null;
  fence: number;
  /** By first item, the newest attempt. */
  readonly units: Map<number, ExpectedUnit>;
  /** Items of which an attempt was paid. */
  readonly paid: Set<number>;
  spent: bigint;
}

export class Expected {
  readonly balances = new Map<string, bigint>();
  readonly slices = new Map<SliceId, ExpectedSlice>();
  readonly banned = new Set<Auditor>();
  /** The operator's highest balance ever: its income may be rooted before it makes losses. */
  mostOfOperator = 0n;
  /** Rules that a receipt broke, in words. */
  readonly broken: string[] = [];
  readonly #count: (what: string) => void;

  /** `count` is told what happened, so that a run can say what it tried. */
  constructor(count: (what: string) => void) {
    this.#count = count;
  }

  granted(me: CoordinatorId, { id, job, count, fence, units }: SliceGrant, reservePerItem: bigint): void {
    const known = this.slices.get(id);
    if (known === undefined) {
      const fresh = { owner: me, fence, units: new Map(), paid: new Set<number>(), spent: 0n };
      this.slices.set(id, { job, count, reservePerItem, ...fresh });
      return;
    }
    if (known.owner !== null && known.owner !== me)
      this.broken.push(`LS1: slice ${id} was granted to ${me} while ${known.owner} owns it`);
    if (fence <= known.fence) this.broken.push(`LS2: slice ${id} was granted under the old fence ${fence}`);
    known.owner = me;
    known.fence = fence;
    for (const unit of known.units.values()) if (this.banned.has(unit.device)) unit.state = 'refuted';
    for (const unit of units) this.#compare(id, unit);
  }

  #compare(slice: SliceId, { first, count, attempt, state, paid }: StoredUnit): void {
    const { units, paid: items } = this.slices.get(slice) as ExpectedSlice;
    // What is left of a refuted unit that is answered in pieces begins where no unit did.
    if (state === 'refuted') return;
    const unit = units.get(first);
    if (unit?.attempt !== attempt)
      this.broken.push(`LS2: slice ${slice} was granted with attempt ${attempt} at ${first}`);
    if (unit?.state === 'refuted')
      this.broken.push(`VF2: slice ${slice} was granted with the refuted unit at ${first} as ${state}`);
    const wasPaid = Array.from({ length: count }, (_, i) => first + i).some((item) => items.has(item));
    if (wasPaid && !paid) this.broken.push(`LG3: slice ${slice} was granted without its pay at ${first}`);
  }

  /** Nobody has them any more: their owner gave them back, or is silent. */
  freed(owner: CoordinatorId): void {
    for (const slice of this.slices.values()) if (slice.owner === owner) slice.owner = null;
  }

  /** A job was cancelled: nobody has its slices any more, and nothing of it is charged. */
  ended(job: JobId): void {
    for (const slice of this.slices.values()) if (slice.job === job) slice.owner = null;
  }

  committed(me: CoordinatorId, batch: CommitBatch, receipt: CommitReceipt): void {
    const isMine = ({ slice, fence }: Pick<UnitKey, 'slice' | 'fence'>): boolean => {
      const known = this.slices.get(slice);
      return known?.owner === me && known.fence === fence;
    };
    const lists = [batch.accepted, batch.drawn, batch.audits, batch.reopened, batch.finals, batch.settled];
    const lost = new Set(
      lists.flatMap((list) => list.filter((each) => !isMine(each)).map((each) => each.slice)),
    );
    this.#same('LS3', 'lost slices', [...lost], receipt.lost);
    for (const _ of receipt.lost) this.#count('lost slice');
    for (const { device } of batch.bans) {
      if (!this.banned.has(device)) this.#count('banned');
      this.banned.add(device);
    }
    const atOnce = new Set<string>();
    for (const unit of batch.reopened) if (isMine(unit)) this.#reopen(unit, atOnce);
    for (const unit of batch.accepted) if (isMine(unit)) this.#accept(unit, atOnce);
    const refused = new Set<Auditor>();
    for (const final of batch.finals) if (isMine(final)) this.#final(final, refused);
    this.#same('VF2', 'refused devices', [...refused], receipt.banned);
    for (const { slice, fence } of batch.settled)
      if (isMine({ slice, fence })) (this.slices.get(slice) as ExpectedSlice).owner = null;
  }

  #same<T>(rule: string, what: string, mine: readonly T[], theirs: readonly T[]): void {
    if ([...mine].sort().join() !== [...theirs].sort().join())
      this.broken.push(`${rule}: ${what} are ${theirs.join() || 'none'}, not ${mine.join() || 'none'}`);
  }

  #unit({ slice, first }: UnitKey): ExpectedUnit | undefined {
    return this.slices.get(slice)?.units.get(first);
  }

  #reopen(key: UnitKey, atOnce: Set<string>): void {
    const unit = this.#unit(key);
    if (unit?.attempt === key.attempt) {
      this.#count(`refuted ${unit.state}`);
      unit.state = 'refuted';
    } else if (unit === undefined || unit.attempt < key.attempt) atOnce.add(nameOf(key));
  }

  #accept(unit: CommitBatch['accepted'][number], atOnce: ReadonlySet<string>): void {
    const known = this.#unit(unit);
    if (known !== undefined && known.attempt >= unit.attempt) return;
    const state = atOnce.has(nameOf(unit)) ? 'refuted' : 'held';
    const { attempt, count, answer, first } = unit;
    this.slices.get(unit.slice)?.units.set(first, { attempt, count, device: answer.device, state });
  }

  #final(final: CommitBatch['finals'][number], refused: Set<Auditor>): void {
    const unit = this.#unit(final);
    if (unit?.attempt !== final.attempt || unit.state !== 'held') return;
    if (this.banned.has(final.device)) {
      refused.add(final.device);
      this.#count('refused final');
      return;
    }
    unit.state = 'final';
    if (final.entries.length > 0) this.#pay(this.slices.get(final.slice) as ExpectedSlice, final);
  }

  /** Whoever worked gets what the unit says; the payer gives once for each item, within what was set aside; the operator the rest. */
  #pay(slice: ExpectedSlice, { first, items, entries }: CommitBatch['finals'][number]): void {
    const indexes = Array.from({ length: items }, (_, i) => first + i);
    const isFresh = indexes.every((item) => !slice.paid.has(item));
    for (const item of indexes) slice.paid.add(item);
    const limit = isFresh ? slice.reservePerItem * BigInt(items) : 0n;
    const charge = entries.find(({ kind }) => kind === 'charge');
    const asked = charge === undefined ? 0n : -charge.amount;
    const charged = asked < limit ? asked : limit;
    for (const { kind, account, amount } of entries) if (kind !== 'charge') this.#add(account, amount);
    if (charge !== undefined) this.#add(charge.account, -charged);
    this.#add('operator', charged - asked);
    slice.spent += charged;
    this.#count(isFresh ? 'paid' : 'paid again');
    if (charged < asked) this.#count('charged less than asked');
  }

  #add(account: string, amount: bigint): void {
    const balance = (this.balances.get(account) ?? 0n) + amount;
    this.balances.set(account, balance);
    if (account === 'operator' && balance > this.mostOfOperator) this.mostOfOperator = balance;
  }

  balance(account: string): bigint {
    return this.balances.get(account) ?? 0n;
  }

  isBanned(device: DeviceId): boolean {
    return this.banned.has(device);
  }
}

const nameOf = ({ slice, first, attempt }: UnitKey): string => `${slice} ${first} ${attempt}`;
