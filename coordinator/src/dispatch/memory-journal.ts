/** The {@link Journal} in memory: for simulations and tests. The same rules and bytes as the SQL form, without durability. */
import type { CoordinatorId, DeviceId, Fence, JobId, ResultColumns, SliceId } from '@manyhands/protocol';
import { costAhead, itemsAhead } from '../domain/work-window.ts';
import { unpackAnswer } from './answer-codec.ts';
import { changesBySlice, ownChanges, type SliceChanges } from './changes.ts';
import type {
  Auditor,
  Claim,
  ClaimRequest,
  CommitBatch,
  CommitReceipt,
  DeviceRecord,
  JobTerms,
  Journal,
  StoredUnit,
} from './journal.ts';
import { MemoryBooks, type MemoryEntry } from './memory-books.ts';
import {
  addCounts,
  answersOf,
  type CoordinatorRow,
  committedBy,
  firstOf,
  freshSlice,
  grantOf,
  historyOf,
  type JobRow,
  logOf,
  NOTHING,
  type Paying,
  type SliceRow,
  storedUnits,
  workRoomOf,
} from './memory-rows.ts';
import { isEmpty, packSegment } from './segment.ts';
import type { SliceLog } from './slice-log.ts';
import { Tally } from './tally.ts';

const UNSIGNED: Claim = { kind: 'limit', of: 'voucher' };

export interface MemoryOptions {
  /** A coordinator that did not beat for so many milliseconds loses its slices [LS4]. */
  readonly silentMs?: number;
  /** Whether the answers of settled slices are kept. Without them, what must be audited again is executed again. */
  readonly keepAnswers?: boolean;
}

export class MemoryJournal implements Journal {
  readonly jobs = new Map<JobId, JobRow>();
  readonly slices: SliceRow[] = [];
  readonly beats = new Map<CoordinatorId, CoordinatorRow>();
  readonly #now: () => number;
  readonly #options: Required<MemoryOptions>;
  readonly #books = new MemoryBooks();
  /** Slices settled with the word of a device. */
  readonly #settledWith = new Map<DeviceId, Set<SliceRow>>();
  readonly #owned = new Set<SliceRow>();
  #segments = 0;

  /** `now` in milliseconds. */
  constructor(now: () => number, options: MemoryOptions = {}) {
    this.#now = now;
    this.#options = { silentMs: 10_000, keepAnswers: true, ...options };
  }

  addJob(terms: JobTerms, budget: bigint | null = null, pays: Paying | null = null): void {
    this.jobs.set(terms.id, {
      terms,
      budget,
      cursor: 0,
      running: true,
      rate: terms.rate,
      committed: 0n,
      free: new Set(),
      timings: new Map(),
      pays,
    });
  }

  /** Lines of the ledger, summed up by slice, account and kind. */
  get entries(): readonly MemoryEntry[] {
    return this.#books.entries;
  }

  get records(): ReadonlyMap<DeviceId, DeviceRecord> {
    return this.#books.records;
  }

  /** What is stored of a slice's units, as its next owner would take it up. */
  unitsOf(slice: SliceRow): StoredUnit[] {
    return slice.answersDropped ? [] : storedUnits(slice, logOf(slice));
  }

  /** The final units of a slice with their results; none where its answers were dropped. */
  finalsOf(slice: SliceRow): { readonly first: number; readonly results: ResultColumns }[] {
    if (slice.answersDropped) return [];
    const answers = answersOf(slice);
    return logOf(slice)
      .finals()
      .map((unit) => ({ first: unit.first, results: unpackAnswer(answers(unit), unit.count) }));
  }

  async runningJobs(): Promise<readonly JobTerms[]> {
    return [...this.jobs.values()].filter((job) => job.running).map((job) => job.terms);
  }

  async claim(me: CoordinatorId, request: ClaimRequest): Promise<Claim> {
    const job = this.jobs.get(request.job);
    if (!job?.running) return { kind: 'none' };
    const unknown = request.holding === undefined ? [] : this.#unknownTo(me, request.job, request.holding);
    const free = firstOf([...job.free, ...unknown]);
    if (free !== null) return this.#lease(me, job, free);
    return request.carve ? this.#carve(me, job, request) : { kind: 'none' };
  }

  /** Slices whose owner never heard that they were granted. */
  #unknownTo(me: CoordinatorId, job: JobId, holding: readonly SliceId[]): SliceRow[] {
    return [...this.#owned].filter(
      (slice) => slice.owner === me && slice.job === job && !holding.includes(slice.id),
    );
  }

  /** Hands a slice over, rid of what rests on banned devices [VF2]. */
  #lease(me: CoordinatorId, job: JobRow, slice: SliceRow): Claim {
    const { counts, rate, reservePerItem } = slice;
    const reserved = BigInt(slice.count - counts.paidItems) * reservePerItem;
    const needed = slice.owner === null ? reserved : 0n;
    const left = job.budget === null ? null : job.budget - job.committed;
    if (left !== null && needed > 0n && needed > left)
      return { kind: 'budget', free: left, terms: { rate, reservePerItem } };
    const room = needed === 0n ? null : workRoomOf(job, this.slices);
    if (room !== null && !room.isIdle && costAhead(room, { needed, reservePerItem }) > room.free)
      return UNSIGNED;
    job.free.delete(slice);
    slice.owner = me;
    this.#owned.add(slice);
    slice.fence++;
    this.#reserve(job, slice, reserved);
    const log = logOf(slice);
    slice.marks = log.marks();
    const key = { job: slice.job, fence: slice.fence as Fence };
    this.#store(
      slice,
      log.correction(key, (device) => this.#books.isBanned(device)),
    );
    if (slice.answersDropped) this.#reopenUnaudited(slice, key);
    return { kind: 'granted', slice: grantOf(slice, storedUnits(slice, logOf(slice))) };
  }

  /** Nothing can be compared with answers that were dropped. */
  #reopenUnaudited(slice: SliceRow, key: { readonly job: JobId; readonly fence: Fence }): void {
    const needed = new Set(
      logOf(slice)
        .needed()
        .map((unit) => unit.first),
    );
    const changes = logOf(slice).correction(key, () => true);
    const reopened = changes.reopened.filter((unit) => needed.has(unit.first));
    this.#store(slice, { ...changes, audits: [], reopened });
    slice.answersDropped = false;
  }

  #carve(me: CoordinatorId, job: JobRow, request: ClaimRequest): Claim {
    const { terms } = job;
    let count = Math.min(request.count, terms.itemCount - job.cursor);
    if (count === 0) return { kind: 'none' };
    const free = job.budget === null ? null : job.budget - job.committed;
    const { rate, reservePerItem, most = count } = request.termsAfter(historyOf(job));
    count = Math.min(count, most);
    if (free !== null && reservePerItem > 0n) {
      const affordable = free / reservePerItem;
      if (affordable < 1n) return { kind: 'budget', free, terms: { rate, reservePerItem } };
      if (affordable < BigInt(count)) count = Number(affordable);
    }
    const room = workRoomOf(job, this.slices);
    if (room !== null)
      count = itemsAhead(room, { count, unitItems: terms.unitItems, perItem: reservePerItem });
    if (count === 0) return UNSIGNED;
    const slice = freshSlice(this.slices.length + 1, job, { owner: me, count, rate, reservePerItem });
    job.cursor += count;
    job.rate = rate;
    this.slices.push(slice);
    this.#owned.add(slice);
    this.#reserve(job, slice, BigInt(count) * reservePerItem);
    return { kind: 'granted', slice: grantOf(slice, []) };
  }

  #reserve(job: JobRow, slice: SliceRow, reserved: bigint): void {
    job.committed += reserved - slice.reserved;
    slice.reserved = reserved;
  }

  async commit(me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt> {
    const row = this.#coordinator(me);
    if (batch.number <= row.number) return row.receipt;
    const { mine, lost } = ownChanges(changesBySlice(batch), (id) => {
      const slice = this.#slice(id);
      return slice?.owner === me ? (slice.fence as Fence) : undefined;
    });
    for (const { device } of batch.bans) this.#ban(device);
    const refused = new Set<Auditor>();
    for (const changes of mine) {
      const slice = this.#slice(changes.slice) as SliceRow;
      for (const device of this.#store(slice, changes)) refused.add(device);
      this.#time(changes.timings);
      if (changes.settled) this.#settle(slice);
    }
    row.number = batch.number;
    row.receipt = { lost, banned: [...refused] as DeviceId[] };
    return row.receipt;
  }

  /** Appends what changed as one segment; gives the devices whose finals were refused. */
  #store(slice: SliceRow, changes: SliceChanges): ReadonlySet<Auditor> {
    slice.marks ??= logOf(slice).marks();
    const { marks } = slice;
    let log: SliceLog | null = null;
    const tally = new Tally();
    const decided = marks.decide(
      changes,
      {
        isBanned: (device) => this.#books.isBanned(device),
        reservePerItem: slice.reservePerItem,
        finished: (first, attempt) => {
          log ??= logOf(slice);
          return log.find({ first, attempt });
        },
      },
      tally,
    );
    if (!isEmpty(decided))
      slice.segments.push({ id: ++this.#segments, ...packSegment(slice.first, decided) });
    this.#count(slice, decided.counts);
    this.#books.fold(slice.id, tally);
    return decided.refused;
  }

  #count(slice: SliceRow, counts: SliceRow['counts']): void {
    const job = this.jobs.get(slice.job) as JobRow;
    const before = committedBy(slice);
    addCounts(slice.counts, counts);
    if (slice.owner !== null)
      slice.reserved = BigInt(Math.max(0, slice.count - slice.counts.paidItems)) * slice.reservePerItem;
    job.committed += committedBy(slice) - before;
  }

  #time(timings: CommitBatch['timings']): void {
    for (const { job, item, fuel, nanoseconds } of timings) {
      const known = this.jobs.get(job)?.timings;
      if (known?.has(item) === false) known.set(item, { fuel, nanoseconds });
    }
  }

  /** Settled is what is final throughout and rests on nobody banned; the rest is for the next claim. */
  #settle(slice: SliceRow): void {
    const job = this.jobs.get(slice.job) as JobRow;
    const tainted = (names: ReadonlySet<DeviceId>): boolean =>
      [...names].some((id) => this.#books.isBanned(id));
    // Marks also name devices whose word was withdrawn.
    const known = slice.marks?.devices;
    const devices = known === undefined || tainted(known) ? logOf(slice).marks().devices : known;
    slice.marks = null;
    this.#disown(slice);
    if (slice.counts.finalItems !== slice.count || tainted(devices)) {
      job.free.add(slice);
      return;
    }
    slice.state = 'settled';
    slice.log = null;
    for (const id of devices) {
      const with_ = this.#settledWith.get(id);
      if (with_ === undefined) this.#settledWith.set(id, new Set([slice]));
      else with_.add(slice);
    }
    if (this.#options.keepAnswers) return;
    slice.segments = slice.segments.map((segment) => ({ ...segment, answers: NOTHING }));
    slice.answersDropped = true;
  }

  /** Bans a device, and opens again what was settled with its word. */
  #ban(device: DeviceId): void {
    if (!this.#books.ban(device)) return;
    for (const slice of this.#settledWith.get(device) ?? []) {
      const job = this.jobs.get(slice.job);
      if (slice.state !== 'settled' || !job?.running) continue;
      slice.state = 'leased';
      job.free.add(slice);
    }
    this.#settledWith.delete(device);
  }

  async devices(ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>> {
    return new Map(
      ids.flatMap((id) => {
        const record = this.records.get(id);
        return record === undefined ? [] : [[id, { ...record }] as const];
      }),
    );
  }

  async beat(me: CoordinatorId): Promise<readonly DeviceId[]> {
    const row = this.#coordinator(me);
    const before = row.seenBans;
    row.at = this.#now();
    row.seenBans = this.#books.bans.length;
    for (const slice of [...this.#owned])
      if (
        slice.owner !== null &&
        this.#now() - (this.beats.get(slice.owner)?.at ?? Number.NEGATIVE_INFINITY) > this.#options.silentMs
      )
        this.#free(slice);
    return this.#books.bans.slice(before);
  }

  async release(me: CoordinatorId): Promise<void> {
    for (const slice of [...this.#owned]) if (slice.owner === me) this.#free(slice);
  }

  #free(slice: SliceRow): void {
    slice.marks = null;
    this.#disown(slice);
    this.jobs.get(slice.job)?.free.add(slice);
  }

  #disown(slice: SliceRow): void {
    slice.owner = null;
    slice.fence++;
    this.#owned.delete(slice);
    this.#reserve(this.jobs.get(slice.job) as JobRow, slice, 0n);
  }

  #coordinator(id: CoordinatorId): CoordinatorRow {
    const known = this.beats.get(id);
    if (known !== undefined) return known;
    const row = {
      at: Number.NEGATIVE_INFINITY,
      seenBans: 0,
      number: 0,
      receipt: { lost: [], banned: [] },
    };
    this.beats.set(id, row);
    return row;
  }

  #slice(id: SliceId): SliceRow | undefined {
    return this.slices[id - 1];
  }
}
