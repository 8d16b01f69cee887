/** The {@link Journal} in memory: for simulations and tests. The same rules as the SQL form, without durability. */
import type { CoordinatorId, DeviceId, Fence, ItemIndex, JobId, SliceId } from '@manyhands/protocol';
import type { Entry } from '../domain/pay.ts';
import { type RateHistory, TIMINGS } from '../domain/rate.ts';
import type {
  Claim,
  ClaimRequest,
  CommitBatch,
  CommitReceipt,
  DeviceRecord,
  JobTerms,
  Journal,
  SliceGrant,
  UnitKey,
} from './journal.ts';
import { arrearsOf, type JobRow, type Row, type SliceRow, undo, type Writable } from './memory-rows.ts';

export class MemoryJournal implements Journal {
  readonly jobs = new Map<JobId, JobRow>();
  readonly slices: SliceRow[] = [];
  readonly entries: (Entry & { readonly txn: string })[] = [];
  readonly records = new Map<DeviceId, Writable<DeviceRecord>>();
  readonly beats = new Map<CoordinatorId, { at: number; seenBans: number }>();
  readonly bans: DeviceId[] = [];
  readonly #now: () => number;
  readonly #silentMs: number;
  #seq = 0;

  /** `now` in milliseconds; a coordinator that did not beat for `silentMs` loses its slices [LS4]. */
  constructor(now: () => number, silentMs = 10_000) {
    this.#now = now;
    this.#silentMs = silentMs;
  }

  addJob(terms: JobTerms, budget: bigint | null = null): void {
    this.jobs.set(terms.id, { terms, budget, cursor: 0, running: true, timings: new Map() });
  }

  async runningJobs(): Promise<readonly JobTerms[]> {
    return [...this.jobs.values()].filter((job) => job.running).map((job) => job.terms);
  }

  async claim(me: CoordinatorId, request: ClaimRequest): Promise<Claim> {
    const job = this.jobs.get(request.job);
    if (!job?.running) return { kind: 'none' };
    const free = this.slices.find(
      (slice) => slice.job === request.job && slice.state === 'leased' && slice.owner === null,
    );
    if (free) {
      free.owner = me;
      free.fence++;
      return { kind: 'granted', slice: this.#grant(free) };
    }
    return request.carve ? this.#carve(me, job, request) : { kind: 'none' };
  }

  #carve(me: CoordinatorId, job: JobRow, request: ClaimRequest): Claim {
    const { terms } = job;
    let count = Math.min(request.count, terms.itemCount - job.cursor);
    if (count === 0) return { kind: 'none' };
    const free = job.budget === null ? null : job.budget - this.#committed(terms.id);
    const { rate, reservePerItem, most = count } = request.termsAfter(this.#history(job));
    count = Math.min(count, most);
    if (free !== null && reservePerItem > 0n) {
      const affordable = free / reservePerItem;
      if (affordable < 1n) return { kind: 'budget', free, terms: { rate, reservePerItem } };
      if (affordable < BigInt(count)) count = Number(affordable);
    }
    const slice: SliceRow = {
      id: (this.slices.length + 1) as SliceId,
      job: terms.id,
      first: job.cursor,
      count,
      state: 'leased',
      owner: me,
      fence: 1,
      rate,
      reserved: BigInt(count) * reservePerItem,
      spent: 0n,
      units: new Map(),
    };
    job.cursor += count;
    this.slices.push(slice);
    return { kind: 'granted', slice: this.#grant(slice) };
  }

  #history({ terms, timings }: JobRow): RateHistory {
    const newest = this.slices.findLast((slice) => slice.job === terms.id);
    return { last: newest?.rate ?? terms.rate, timings: [...timings.values()].slice(-TIMINGS) };
  }

  /** Ledger units spent by a job or set aside for its slices. */
  #committed(job: JobId): bigint {
    return this.slices
      .filter((slice) => slice.job === job)
      .reduce((sum, slice) => sum + max(slice.reserved, slice.spent), 0n);
  }

  #grant(slice: SliceRow): SliceGrant {
    const units = [...slice.units.values()].map((attempts) => {
      const last = attempts[attempts.length - 1];
      return {
        ...last,
        paid: attempts.some((attempt) => attempt.paid),
        passed: [...last.passed],
        draws: [...last.draws],
        arrears: arrearsOf(attempts),
      };
    });
    return {
      id: slice.id,
      job: slice.job,
      first: slice.first as ItemIndex,
      count: slice.count,
      fence: slice.fence as Fence,
      rate: slice.rate,
      units,
    };
  }

  async commit(me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt> {
    const lost = new Set<SliceId>();
    const mine = <T extends { slice: SliceId; fence: Fence }>(list: readonly T[]): T[] =>
      list.filter((entry) => {
        const slice = this.#slice(entry.slice);
        if (slice?.owner === me && slice.fence === entry.fence) return true;
        lost.add(entry.slice);
        return false;
      });
    this.#storeAnswers(mine(batch.accepted), mine(batch.drawn));
    this.#storeAudits(mine(batch.audits));
    for (const again of mine(batch.reopened)) this.#row(again).state = 'refuted';
    for (const ban of batch.bans) this.#ban(ban.device, me);
    mine(batch.executed);
    for (const { job, item, fuel, nanoseconds } of mine(batch.timings)) {
      const timings = this.jobs.get(job)?.timings;
      if (timings?.has(item) === false) timings.set(item, { fuel, nanoseconds });
    }
    const refused = this.#storeFinals(mine(batch.finals));
    for (const { slice } of mine(batch.settled)) {
      const row = this.#slice(slice) as SliceRow;
      const whole = [...row.units.values()].every(
        (attempts) => attempts[attempts.length - 1].state === 'final',
      );
      // Finals were refused in this very commit: whoever claims it next runs those units again.
      row.owner = null;
      for (const [id, record] of this.records) if (record.banned) undo(row, id);
      if (!whole) continue;
      row.state = 'settled';
      row.reserved = 0n;
    }
    return { lost: [...lost], banned: refused };
  }

  #storeAnswers(accepted: CommitBatch['accepted'], drawn: CommitBatch['drawn']): void {
    for (const { first, attempt, slice, count, answer, positions } of accepted) {
      const units = (this.#slice(slice) as SliceRow).units;
      const attempts = units.get(first) ?? [];
      units.set(first, attempts);
      attempts.push({
        first,
        count,
        attempt,
        seq: ++this.#seq,
        state: 'held',
        paid: false,
        answer,
        draws: [{ round: 0, positions }],
        passed: [],
        refuted: [],
      });
    }
    for (const draw of drawn) this.#row(draw).draws.push({ round: draw.round, positions: draw.positions });
  }

  #storeAudits(audits: CommitBatch['audits']): void {
    for (const audit of audits) {
      const row = this.#row(audit);
      if (audit.verdict === 'passed') row.passed.push(audit);
      if (audit.verdict === 'refuted') row.refuted.push(audit);
      if (audit.verdict === 'withdrawn')
        row.passed = row.passed.filter((old) => old.auditor !== audit.auditor || old.item !== audit.item);
      if (row.answer.device === 'referee' || audit.verdict === 'refuted') continue;
      this.#record(row.answer.device).passed += audit.verdict === 'passed' ? 1 : -1;
    }
  }

  #storeFinals(finals: CommitBatch['finals']): DeviceId[] {
    const refused = new Set<DeviceId>();
    for (const final of finals) {
      if (final.device !== 'referee' && this.#record(final.device).banned) {
        refused.add(final.device);
        continue;
      }
      const row = this.#row(final);
      if (row.state !== 'held') continue;
      row.state = 'final';
      row.paid = final.entries.length > 0;
      (this.#slice(final.slice) as SliceRow).spent += final.charged;
      const txn = `unit:${final.job}:${final.first}:${final.attempt}`;
      if (this.entries.some((entry) => entry.txn === txn)) throw new Error(`[LG3] ${txn} is paid already`);
      this.entries.push(...final.entries.map((entry) => ({ ...entry, txn })));
      if (final.device === 'referee') continue;
      const record = this.#record(final.device);
      record.finalItems += final.items;
      record.finalFuel += final.fuel;
    }
    return [...refused];
  }

  /** Bans a device, and opens again what it did in slices that nobody works on. */
  #ban(device: DeviceId, me: CoordinatorId): void {
    const record = this.#record(device);
    if (record.banned) return;
    record.banned = true;
    this.bans.push(device);
    for (const slice of this.slices)
      if (slice.owner !== me && this.jobs.get(slice.job)?.running && undo(slice, device))
        slice.state = 'leased';
  }

  async devices(ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>> {
    return new Map(
      ids.flatMap((id) => (this.records.has(id) ? [[id, { ...this.#record(id) }] as const] : [])),
    );
  }

  async beat(me: CoordinatorId): Promise<readonly DeviceId[]> {
    const before = this.beats.get(me)?.seenBans ?? 0;
    this.beats.set(me, { at: this.#now(), seenBans: this.bans.length });
    for (const slice of this.slices)
      if (
        slice.owner !== null &&
        this.#now() - (this.beats.get(slice.owner)?.at ?? Number.NEGATIVE_INFINITY) > this.#silentMs
      )
        slice.owner = null;
    return this.bans.slice(before);
  }

  async release(me: CoordinatorId): Promise<void> {
    for (const slice of this.slices) if (slice.owner === me) slice.owner = null;
  }

  #slice(id: SliceId): SliceRow | undefined {
    return this.slices[id - 1];
  }

  #row(key: UnitKey): Row {
    const row = this.#slice(key.slice)
      ?.units.get(key.first)
      ?.find((attempt) => attempt.attempt === key.attempt);
    if (row === undefined) throw new Error(`unit ${key.job}:${key.first}:${key.attempt} is unknown`);
    return row;
  }

  #record(id: DeviceId): Writable<DeviceRecord> {
    const record = this.records.get(id) ?? {
      passed: 0,
      banned: false,
      finalItems: 0,
      refutedItems: 0,
      finalFuel: 0n,
    };
    this.records.set(id, record);
    return record;
  }
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
