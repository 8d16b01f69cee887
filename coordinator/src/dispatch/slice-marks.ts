/** What a journal remembers of a slice while somebody works it: enough to tell what a commit changes, and no more. */
import type { DeviceId } from '@manyhands/protocol';
import type { SliceChanges } from './changes.ts';
import { chargeAtMost } from './charge-at-most.ts';
import type { Auditor, CommitBatch } from './journal.ts';
import type { Tally } from './tally.ts';

const [HELD, FINAL, REFUTED] = [1, 2, 3];

/** Totals of a slice, or by how much a commit changes them. */
export interface SliceCounts {
  spent: bigint;
  heldItems: number;
  finalItems: number;
  trappedItems: number;
  finalFuel: bigint;
  executedItems: number;
  deviceAudits: number;
  refereeAudits: number;
  refutedUnits: number;
  paidItems: number;
}

export const noCounts = (): SliceCounts => ({
  spent: 0n,
  heldItems: 0,
  finalItems: 0,
  trappedItems: 0,
  finalFuel: 0n,
  executedItems: 0,
  deviceAudits: 0,
  refereeAudits: 0,
  refutedUnits: 0,
  paidItems: 0,
});

/** A unit's attempt that became final, and what the researcher was charged for it. */
export interface Finished {
  readonly first: number;
  readonly attempt: number;
  readonly charged: bigint;
  /** Whether somebody was paid for it. */
  readonly pays: boolean;
}

/** What of a slice's changes is to be stored: what repeats, or comes from a banned device, is left out. */
export interface Decided {
  readonly accepted: CommitBatch['accepted'];
  readonly drawn: CommitBatch['drawn'];
  readonly audits: CommitBatch['audits'];
  readonly reopened: CommitBatch['reopened'];
  readonly finals: readonly Finished[];
  readonly counts: SliceCounts;
  /** Whose finals were refused [VF2]. */
  readonly refused: ReadonlySet<Auditor>;
}

export interface DecisionRules {
  isBanned(device: Auditor): boolean;
  /** Ledger units set aside for each item. */
  readonly reservePerItem: bigint;
  /** What a unit that was final added to the totals. */
  finished(first: number, attempt: number): { readonly fuel: bigint; readonly trapped: number };
}

/** Attempts that are reopened in the commit in which they are accepted, in their order, by first item. */
type AtOnce = ReadonlyMap<number, readonly CommitBatch['reopened'][number][]>;
type Key = { readonly first: number; readonly attempt: number };

export class SliceMarks {
  readonly first: number;
  /** By first item: four times the newest attempt, and its state. */
  readonly #units = new Map<number, number>();
  /** A bit for each item of which an attempt was paid. */
  #paid: Uint8Array | null = null;
  readonly #count: number;
  /** Everybody on whose word it rests, or rested since it was leased. */
  readonly devices = new Set<DeviceId>();

  constructor(first: number, count: number) {
    this.first = first;
    this.#count = count;
  }

  /** Whether this very attempt is final. */
  isFinal(key: Key): boolean {
    return this.#units.get(key.first) === 4 * key.attempt + FINAL;
  }

  restore(unit: Key & { readonly count: number; readonly state: 'held' | 'final' | 'refuted' }): void {
    this.#set(unit, unit.state === 'held' ? HELD : unit.state === 'final' ? FINAL : REFUTED);
  }

  name(device: Auditor): void {
    if (device !== 'referee') this.devices.add(device);
  }

  /** Marks items as paid; false if one of them was before. */
  pay(first: number, count: number): boolean {
    this.#paid ??= new Uint8Array(Math.ceil(this.#count / 8));
    let fresh = true;
    for (let item = first - this.first; item < first - this.first + count; item++) {
      if (this.#paid[item >> 3] & (1 << (item & 7))) fresh = false;
      this.#paid[item >> 3] |= 1 << (item & 7);
    }
    return fresh;
  }

  /** Takes the changes over, and says what they come to. Where storing that fails, the marks are worthless. */
  decide(changes: SliceChanges, rules: DecisionRules, tally: Tally): Decided {
    const counts = noCounts();
    counts.executedItems = changes.executed;
    const { reopened, atOnce } = this.#reopen(changes.reopened, counts, rules, tally);
    const accepted = changes.accepted.filter((unit) => this.#accept(unit, atOnce, counts, tally));
    noteAgreed(changes.agreed, accepted, tally);
    for (const audit of changes.audits) this.#audit(audit, counts, tally);
    const refused = new Set<Auditor>();
    const finals: Finished[] = [];
    for (const final of changes.finals) {
      if (this.#units.get(final.first) !== 4 * final.attempt + HELD) continue;
      if (rules.isBanned(final.device)) refused.add(final.device);
      else finals.push(this.#finish(final, counts, rules, tally));
    }
    return { accepted, drawn: changes.drawn, audits: changes.audits, reopened, finals, counts, refused };
  }

  /** Units of earlier commits first: their next attempts may be in this one. Those of this one are told apart. */
  #reopen(
    all: CommitBatch['reopened'],
    counts: SliceCounts,
    rules: DecisionRules,
    tally: Tally,
  ): { reopened: CommitBatch['reopened']; atOnce: AtOnce } {
    const atOnce = new Map<number, CommitBatch['reopened'][number][]>();
    if (all.length === 0) return { reopened: all, atOnce };
    const reopened = all.filter((unit) => {
      const mark = this.#units.get(unit.first);
      const newest = mark === undefined ? -1 : mark >> 2;
      if (unit.attempt > newest) {
        const earlier = atOnce.get(unit.first);
        if (earlier === undefined) atOnce.set(unit.first, [unit]);
        else earlier.push(unit);
        return true;
      }
      if (mark === undefined || unit.attempt < newest || (mark & 3) === REFUTED) return false;
      this.#refute(unit, (mark & 3) === FINAL, counts, rules, tally);
      return true;
    });
    return { reopened, atOnce };
  }

  #refute(
    unit: CommitBatch['reopened'][number],
    wasFinal: boolean,
    counts: SliceCounts,
    rules: DecisionRules,
    tally: Tally,
  ): void {
    const device = unit.device === 'referee' ? null : tally.device(unit.device);
    if (wasFinal) {
      const { fuel, trapped } = rules.finished(unit.first, unit.attempt);
      counts.finalItems -= unit.items;
      counts.finalFuel -= fuel;
      counts.trappedItems -= trapped;
      if (device !== null) {
        device.finalItems -= unit.items;
        device.finalFuel -= fuel;
      }
    } else counts.heldItems -= unit.items;
    if (device !== null) device.refutedItems += unit.items;
    tally.visits.refute(unit.visited, wasFinal ? 'final' : 'held');
    this.#set(unit, REFUTED);
  }

  #accept(
    unit: CommitBatch['accepted'][number],
    reopened: AtOnce,
    counts: SliceCounts,
    tally: Tally,
  ): boolean {
    const mark = this.#units.get(unit.first);
    if (mark !== undefined && mark >> 2 >= unit.attempt) return false;
    const { device } = unit.answer;
    counts.executedItems += unit.count;
    this.name(device);
    const undone = reopened.get(unit.first)?.filter(({ attempt }) => attempt >= unit.attempt) ?? [];
    if (undone.length > 0) {
      const own = undone.find(({ attempt }) => attempt === unit.attempt);
      if (own !== undefined) tally.visits.refute(own.visited, 'held');
      if (device !== 'referee') tally.device(device).refutedItems += unit.count;
      this.#set(unit, REFUTED);
    } else {
      counts.heldItems += unit.count;
      this.#set(unit, HELD);
    }
    return true;
  }

  #audit(audit: CommitBatch['audits'][number], counts: SliceCounts, tally: Tally): void {
    const { worker, auditor, verdict } = audit;
    this.name(auditor);
    if (verdict !== 'withdrawn') counts.executedItems++;
    if (verdict === 'refuted') {
      counts.refutedUnits++;
      return;
    }
    const sign = verdict === 'passed' ? 1 : -1;
    if (auditor === 'referee') counts.refereeAudits += sign;
    else counts.deviceAudits += sign;
    if (worker !== 'referee') tally.device(worker).passed += sign;
  }

  #finish(
    final: CommitBatch['finals'][number],
    counts: SliceCounts,
    { reservePerItem }: DecisionRules,
    tally: Tally,
  ): Finished {
    const { first, attempt, items, fuel, device } = final;
    this.#set(final, FINAL);
    counts.heldItems -= items;
    counts.finalItems += items;
    counts.finalFuel += fuel;
    counts.trappedItems += final.trapped;
    if (device !== 'referee') {
      const change = tally.device(device);
      change.finalItems += items;
      change.finalFuel += fuel;
    }
    tally.visits.finish(final.visit, fuel);
    if (final.entries.length === 0) return { first, attempt, charged: 0n, pays: false };
    const isFresh = this.pay(first, items);
    if (isFresh) counts.paidItems += items;
    const limit = isFresh ? reservePerItem * BigInt(items) : 0n;
    const { entries, charged } = final.charged <= limit ? final : chargeAtMost(final.entries, limit);
    counts.spent += charged;
    tally.add(final.job, entries);
    tally.visits.credit(final.credits ?? []);
    return { first, attempt, charged, pays: true };
  }

  #set({ first, attempt }: Key, state: number): void {
    this.#units.set(first, 4 * attempt + state);
  }
}

/** Agreement counts with the unit it was about: what repeats counts once. */
function noteAgreed(
  agreed: CommitBatch['agreed'],
  accepted: readonly CommitBatch['accepted'][number][],
  tally: Tally,
): void {
  if (agreed.length === 0) return;
  const nameOf = (unit: { first: number; attempt: number }): string => `${unit.first}:${unit.attempt}`;
  const taken = new Set(accepted.map(nameOf));
  for (const unit of agreed) if (taken.has(nameOf(unit))) tally.device(unit.device).passed++;
}
