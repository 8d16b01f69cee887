/** A coordinator that does whatever a step says, right or wrong: what may reach the journal, without the dispatcher's good sense. */
import type { AssignmentId, CoordinatorId, DeviceId, ItemIndex, SliceId } from '@manyhands/protocol';
import { emptyBatch, type MutableBatch } from '../dispatch/batch.ts';
import type { Auditor, CommitBatch, CommitReceipt, JobTerms, SliceGrant } from '../dispatch/journal.ts';
import { Bill, priceAt } from '../domain/pay.ts';
import { reservePerItem } from '../domain/reserve.ts';
import {
  answerOf,
  DIGEST,
  type Earned,
  earnedOf,
  fuelOf,
  type Hand,
  keyOf,
  type OpenSlice,
  REFEREE,
  type Unit,
} from './answers.ts';

export class FuzzedCoordinator {
  readonly id: CoordinatorId;
  readonly slices: OpenSlice[] = [];
  readonly #known = new Set<Auditor>();
  /** Said to be settled in the batch that is not committed yet. */
  readonly #settling = new Set<SliceId>();
  #number = 0;
  #batch: MutableBatch;

  constructor(id: CoordinatorId) {
    this.id = id;
    this.#batch = this.#fresh();
  }

  #fresh(): MutableBatch {
    return emptyBatch(++this.#number);
  }

  /** What is to be committed; another batch begins. */
  take(): CommitBatch {
    const batch = this.#batch;
    this.#batch = this.#fresh();
    return batch;
  }

  holding(): SliceId[] {
    return [...this.slices.map(({ grant }) => grant.id), ...this.#settling];
  }

  heard({ lost, banned }: CommitReceipt): void {
    this.#settling.clear();
    for (const id of lost) this.drop(id);
    this.told(banned);
  }

  drop(id: number): void {
    const at = this.slices.findIndex(({ grant }) => grant.id === id);
    if (at >= 0) this.slices.splice(at, 1);
  }

  /** Opens what banned devices did, and withdraws what they vouched for. */
  told(banned: readonly DeviceId[]): void {
    for (const device of banned) this.#known.add(device);
    for (const slice of this.slices)
      for (const unit of slice.units) {
        if (unit.state !== 'open' && this.#known.has(unit.device)) this.#reopen(slice, unit);
        else
          unit.passed = unit.passed.filter(
            (audit) => !this.#known.has(audit.auditor) || this.#withdraw(slice, unit, audit),
          );
      }
  }

  #withdraw(slice: OpenSlice, unit: Unit, audit: Earned): boolean {
    this.#audit(slice, unit, audit, 'withdrawn');
    return false;
  }

  /** Takes up a slice with what earlier owners committed. */
  lease(terms: JobTerms, grant: SliceGrant): void {
    const price = priceAt(terms.price as NonNullable<JobTerms['price']>, grant.rate);
    const units = grant.units.map(
      ({ first, count, attempt, state, answer, passed, arrears, paid }): Unit => ({
        first,
        count,
        attempt: state === 'refuted' ? attempt + 1 : attempt,
        state: state === 'refuted' ? 'open' : state,
        device: answer.device,
        paid: answer.paid,
        fuel: fuelOf(first, count),
        passed: state === 'refuted' ? [] : passed.map(earnedOf),
        arrears: arrears.map(earnedOf),
        wasPaid: paid,
      }),
    );
    this.drop(grant.id);
    this.slices.push({ grant, terms, price, units });
  }

  /** Answers the next open unit, or fresh items, `most` at most: a refuted unit may be answered in pieces. */
  accept(slice: OpenSlice, most: number, { id, paid }: Hand): Unit | null {
    if (this.#known.has(id)) return null;
    const unit = this.#openUnit(slice, most);
    if (unit === null) return null;
    unit.state = 'held';
    unit.device = id;
    unit.paid = paid;
    unit.passed = [];
    this.#batch.accepted.push({
      ...keyOf(slice, unit),
      count: unit.count,
      answer: answerOf(unit),
      positions: [0],
    });
    return unit;
  }

  #openUnit({ grant, units }: OpenSlice, most: number): Unit | null {
    const open = units.find((unit) => unit.state === 'open');
    if (open !== undefined) {
      if (open.count <= most) return open;
      const [head, tail] = [
        { ...open, count: most, fuel: fuelOf(open.first, most) },
        { ...open, first: open.first + most, count: open.count - most, arrears: [] },
      ];
      tail.fuel = fuelOf(tail.first, tail.count);
      units.splice(units.indexOf(open), 1, head, tail);
      return head;
    }
    const first = units.reduce((end, unit) => Math.max(end, unit.first + unit.count), grant.first as number);
    const count = Math.min(most, grant.first + grant.count - first);
    if (count <= 0) return null;
    const blank = {
      attempt: 0,
      state: 'open',
      device: 'referee',
      paid: REFEREE.paid,
      wasPaid: false,
    } as const;
    const unit: Unit = { ...blank, first, count, fuel: fuelOf(first, count), passed: [], arrears: [] };
    units.push(unit);
    return unit;
  }

  audit(slice: OpenSlice, unit: Unit, { id, paid }: Hand): void {
    if (unit.state === 'open' || id === unit.device || this.#known.has(id)) return;
    const item = unit.first + (unit.passed.length % unit.count);
    const audit = { auditor: id, paid, fuel: fuelOf(item, 1), item };
    unit.passed.push(audit);
    this.#audit(slice, unit, audit, 'passed');
  }

  #audit(slice: OpenSlice, unit: Unit, audit: Earned, verdict: 'passed' | 'refuted' | 'withdrawn'): void {
    const { auditor, paid, fuel, item } = audit;
    const by = { worker: unit.device, auditor, paid, fuel: BigInt(fuel), item: item as ItemIndex };
    this.#batch.audits.push({ ...keyOf(slice, unit), ...by, verdict });
  }

  /** Finds a lie: the device is banned and forfeits what it has on hold here; whoever found it is owed for that. */
  refute(slice: OpenSlice, unit: Unit, { id, paid }: Hand): void {
    if (unit.state === 'open' || unit.device === 'referee' || id === unit.device || this.#known.has(id))
      return;
    const liar = unit.device;
    const found = { auditor: id, paid, fuel: fuelOf(unit.first, 1), item: unit.first };
    this.#audit(slice, unit, found, 'refuted');
    unit.arrears.push(found);
    this.ban(liar, slice);
    this.told([liar]);
  }

  ban(device: DeviceId, { grant }: OpenSlice): void {
    const evidence = { job: grant.job, item: grant.first, assignment: 'x' as AssignmentId, expected: DIGEST };
    this.#batch.bans.push({ device, evidence: { ...evidence, answered: DIGEST, answerPpm: 1, late: false } });
  }

  #reopen(slice: OpenSlice, unit: Unit): void {
    const was = unit.state === 'final' ? 'final' : 'held';
    this.#batch.reopened.push({ ...keyOf(slice, unit), device: unit.device, items: unit.count, was });
    unit.wasPaid ||= was === 'final';
    unit.attempt++;
    unit.state = 'open';
    unit.passed = [];
  }

  /**
   * Says that a unit is final. `forgets`: it asks the researcher again for what was paid before, as a coordinator would that
   * lost its mind, and more than was set aside.
   */
  final(slice: OpenSlice, unit: Unit, forgets: boolean): void {
    if (unit.state === 'open') return;
    unit.state = 'final';
    const bill = new Bill(slice.price);
    bill.add(unit.fuel, unit.paid, 'work');
    for (const { auditor, fuel, paid } of [...unit.passed, ...unit.arrears])
      if (auditor !== 'referee' && !this.#known.has(auditor)) bill.add(fuel, paid, 'audit');
    const worst = reservePerItem(slice.price, slice.terms.fuelCap, slice.terms.policy);
    const limit = unit.wasPaid ? 0n : BigInt(unit.count) * worst;
    const { entries, charged } = bill.close(forgets ? 1n << 100n : limit);
    const facts = { device: unit.device, items: unit.count, trapped: 0, fuel: BigInt(unit.fuel) };
    this.#batch.finals.push({ ...keyOf(slice, unit), ...facts, entries, charged });
  }

  /** Says of an attempt before, or one that nobody answered, that it is final. */
  finalOfOld(slice: OpenSlice, unit: Unit, back: number): void {
    const { state, attempt } = unit;
    unit.attempt = Math.max(0, attempt - back);
    unit.state = 'held';
    this.final(slice, unit, true);
    Object.assign(unit, { state, attempt });
  }

  settle(slice: OpenSlice, early: boolean): void {
    const { grant, units } = slice;
    const final = units.reduce((sum, unit) => sum + (unit.state === 'final' ? unit.count : 0), 0);
    if (final !== grant.count && !early) return;
    this.#batch.settled.push({ slice: grant.id, fence: grant.fence });
    this.#settling.add(grant.id);
    this.drop(grant.id);
  }
}
