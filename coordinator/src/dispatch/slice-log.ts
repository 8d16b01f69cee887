/** What a slice's segments add up to. */
import {
  type AssignmentId,
  emptyResults,
  type ItemIndex,
  type ResultColumns,
  type SliceId,
} from '@manyhands/protocol';
import { unpackAnswer } from './answer-codec.ts';
import { noChanges, type SliceChanges } from './changes.ts';
import type { Auditor, StoredAudit, StoredDraw, StoredUnit, UnitKey } from './journal.ts';
import { readLengths, unpackKept } from './kept-answers.ts';
import { malformed } from './packing.ts';
import { type AcceptedEvent, readEvents, type SegmentRow, type UnitRef } from './segment.ts';
import { SliceMarks } from './slice-marks.ts';
import { visitedBy } from './visit-sums.ts';

/** Units in one commit at most: so that a unit's place in the order of all fits a safe integer. */
const PLACES = 2 ** 20;

/** One attempt at a unit. */
export interface LoggedUnit extends AcceptedEvent {
  readonly segment: number;
  readonly seq: number;
  state: 'held' | 'final' | 'refuted';
  /** Its outputs are in a fold; of its answer only what was audited is left, and rows that are kept. */
  readonly isFolded: boolean;
  /** Somebody was paid for it. */
  isPaid: boolean;
  /** What the researcher was charged for it, in ledger units. */
  charged: bigint;
  readonly draws: StoredDraw[];
  passed: StoredAudit[];
  /** Audits that proved it wrong. */
  readonly refuted: StoredAudit[];
  /** Items whose auditor was refuted, and that nobody audited since. */
  lost: number[];
}

/** Where a slice lies. */
export interface SliceSpan {
  readonly id: SliceId;
  readonly first: number;
  readonly count: number;
}

/** Takes a slice's segments one after the other, in the order of their ids. */
export class SliceLog {
  readonly slice: SliceSpan;
  /** By first item, its attempts in order. */
  readonly #units = new Map<number, LoggedUnit[]>();
  #last = 0;

  constructor(slice: SliceSpan) {
    this.slice = slice;
  }

  /** The id of the last segment taken; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Throws SEGMENT_INVALID. */
  apply(row: SegmentRow): void {
    const { first: base, count } = this.slice;
    const events = readEvents(base, row.events);
    const places = placesOf(row, events.accepted.length);
    events.accepted.forEach((unit, place) => {
      if (unit.first < base || unit.first + unit.count > base + count)
        throw malformed('a unit of another slice');
      const seq = row.id * PLACES + place;
      this.#accept({ ...unit, ...fresh(unit), ...places?.[place], segment: row.id, seq });
    });
    for (const { round, positions, ...ref } of events.drawn) this.find(ref).draws.push({ round, positions });
    for (const { first, attempt, verdict, item, auditor, paid, fuel } of events.audits) {
      const audit = { item: item as ItemIndex, auditor, paid, fuel };
      audited(this.find({ first, attempt }), verdict, audit);
    }
    for (const ref of events.reopened) this.find(ref).state = 'refuted';
    for (const { charged, pays, ...ref } of events.finals) {
      const unit = this.find(ref);
      if (unit.state === 'held') unit.state = 'final';
      unit.isPaid = pays;
      unit.charged = charged;
    }
    this.#last = row.id;
  }

  #accept(unit: LoggedUnit): void {
    const attempts = this.#units.get(unit.first);
    if (attempts === undefined) this.#units.set(unit.first, [unit]);
    else if (attempts[attempts.length - 1].attempt < unit.attempt) attempts.push(unit);
    else throw malformed('an attempt comes twice');
  }

  /** One attempt; throws SEGMENT_INVALID where there is none. */
  find({ first, attempt }: UnitRef): LoggedUnit {
    const unit = this.#units.get(first)?.find((each) => each.attempt === attempt);
    if (unit === undefined) throw malformed(`unit ${first} has no attempt ${attempt}`);
    return unit;
  }

  /** Every attempt at every unit. */
  *attempts(): Generator<LoggedUnit> {
    for (const attempts of this.#units.values()) yield* attempts;
  }

  /** The highest attempts, in the order of items. */
  units(): LoggedUnit[] {
    return [...this.#units.values()]
      .map((attempts) => attempts[attempts.length - 1])
      .sort((a, b) => a.first - b.first);
  }

  /** Final units in the order of items; they never overlap. */
  finals(): LoggedUnit[] {
    return this.units().filter((unit) => unit.state === 'final');
  }

  /** Whose results an owner needs: what is on hold, or was final and must be, or may have to be, audited again. */
  needed(): LoggedUnit[] {
    return this.units().filter((unit) => standing(unit) === 'held' || hasKept(unit));
  }

  /** As an owner takes it up. `answers` are the packed results, or what is left of them, of what is {@link needed}. */
  stored(answers: (unit: LoggedUnit) => Uint8Array): StoredUnit[] {
    const repaid = [...this.attempts()].filter((unit) => unit.isPaid && unit.state === 'refuted');
    const wasPaid = (place: Place): boolean => repaid.some((old) => overlap(old, place));
    const answered = this.units().map((unit) => {
      const state = standing(unit);
      const results = state === 'held' ? unpackAnswer(answers(unit), unit.count) : emptyResults;
      const arrears = arrearsOf(this.#units.get(unit.first) as LoggedUnit[]);
      const { draws, passed } = unit;
      return {
        ...asStored(unit, results),
        state,
        paid: unit.isPaid || wasPaid(unit),
        draws: [...draws],
        passed: [...passed],
        arrears,
        ...(unit.isFolded && {
          folded: { kept: hasKept(unit) ? unpackKept(answers(unit)) : null, lost: [...unit.lost] },
        }),
      };
    });
    const rests = this.#rests().map(({ old, ...place }) => ({
      ...asStored(old, emptyResults),
      ...place,
      state: 'refuted' as const,
      paid: wasPaid(place),
      draws: [],
      passed: [],
      arrears: [],
    }));
    return rests.length === 0 ? answered : [...answered, ...rests].sort((a, b) => a.first - b.first);
  }

  /** What nobody answered again of refuted units whose beginning somebody did. */
  #rests(): (Place & { readonly first: ItemIndex; readonly old: LoggedUnit })[] {
    const replaced = [...this.#units.values()].flatMap((attempts) => attempts.slice(0, -1));
    if (replaced.length === 0) return [];
    const base = this.slice.first;
    const covered = new Uint8Array(this.slice.count);
    const cover = ({ first, count }: Place) => covered.fill(1, first - base, first - base + count);
    for (const unit of this.units()) cover(unit);
    const rests = [];
    for (const old of replaced.sort((a, b) => b.attempt - a.attempt))
      for (let first: number = old.first; first < old.first + old.count; first++) {
        let end = first;
        while (end < old.first + old.count && covered[end - base] === 0) end++;
        if (end === first) continue;
        const rest = { first: first as ItemIndex, count: end - first, old };
        cover(rest);
        rests.push(rest);
        first = end;
      }
    return rests;
  }

  marks(): SliceMarks {
    const marks = new SliceMarks(this.slice.first, this.slice.count);
    for (const unit of this.attempts()) {
      marks.restore(unit);
      if (unit.isPaid) marks.pay(unit.first, unit.count);
    }
    for (const unit of this.units()) {
      if (unit.state === 'refuted') continue;
      marks.name(unit.device);
      for (const { auditor } of unit.passed) marks.name(auditor);
    }
    return marks;
  }

  /** What is to be undone because it rests on devices that are banned [VF2]. */
  correction(key: Pick<UnitKey, 'job' | 'fence'>, isBanned: (device: Auditor) => boolean): SliceChanges {
    const { id: slice } = this.slice;
    const changes = noChanges(slice, key.fence);
    for (const unit of this.units()) {
      if (unit.state === 'refuted') continue;
      const ref = { ...key, slice, first: unit.first as ItemIndex, attempt: unit.attempt };
      const { device, count: items } = unit;
      if (isBanned(device)) {
        const visited = visitedBy(unit.paid, unit.fuel);
        changes.reopened.push({ ...ref, device, items, was: unit.state, visited });
        continue;
      }
      for (const audit of unit.passed)
        if (isBanned(audit.auditor))
          changes.audits.push({ ...ref, ...audit, worker: device, verdict: 'withdrawn' });
    }
    return changes;
  }
}

const asStored = (unit: LoggedUnit, results: ResultColumns) => ({
  first: unit.first as ItemIndex,
  count: unit.count,
  attempt: unit.attempt,
  seq: unit.seq,
  answer: {
    assignment: unit.assignment as AssignmentId,
    device: unit.device,
    paid: unit.paid,
    digest: unit.digest,
    ratePpm: unit.ratePpm,
    results,
  },
});

/** Where what is left of each unit's answer lies in a folded segment. */
function placesOf({ kept }: SegmentRow, units: number) {
  if (kept === null || kept === undefined) return null;
  let next = 0;
  return readLengths(kept, units).map((length) => {
    const at = next;
    next += length;
    return { at, length, isFolded: true };
  });
}

/** A folded unit of which something is left. */
const hasKept = ({ isFolded, state, length }: LoggedUnit): boolean =>
  isFolded && state === 'final' && length > 0;

const fresh = (unit: AcceptedEvent) => ({
  state: 'held' as const,
  isFolded: false,
  isPaid: false,
  charged: 0n,
  draws: [{ round: 0, positions: unit.positions }],
  passed: [],
  refuted: [],
  lost: [],
});

/** Of a folded unit the audits alone are taken up again: it stays in its fold, and there are no bytes for other draws. */
const standing = (unit: LoggedUnit): StoredUnit['state'] =>
  unit.state === 'final' && unit.lost.length > 0 && !unit.isFolded ? 'held' : unit.state;

function audited(unit: LoggedUnit, verdict: 'passed' | 'refuted' | 'withdrawn', audit: StoredAudit): void {
  if (verdict === 'refuted') unit.refuted.push(audit);
  else if (verdict === 'passed') {
    unit.passed.push(audit);
    if (unit.lost.length > 0) unit.lost = unit.lost.filter((item) => item !== audit.item);
  } else {
    unit.passed = unit.passed.filter((old) => old.auditor !== audit.auditor || old.item !== audit.item);
    unit.lost.push(audit.item);
  }
}

interface Place {
  readonly first: number;
  readonly count: number;
}

const overlap = (a: Place, b: Place): boolean => a.first < b.first + b.count && b.first < a.first + a.count;

/** What was paid, was paid with the arrears before it. */
const arrearsOf = (attempts: readonly LoggedUnit[]): StoredAudit[] =>
  attempts
    .slice(attempts.findLastIndex((unit) => unit.isPaid) + 1)
    .filter((unit) => unit.state === 'refuted')
    .flatMap((unit) => [...unit.passed, ...unit.refuted])
    .filter((audit) => audit.auditor !== 'referee');

/** The units of a slice from all its segments. `answers`: of each segment, by its id. */
export function replaySegments(
  slice: SliceSpan,
  rows: readonly (SegmentRow & { readonly answers: Uint8Array })[],
): StoredUnit[] {
  const log = new SliceLog(slice);
  for (const row of rows) log.apply(row);
  const answers = new Map(rows.map((row) => [row.id, row.answers]));
  return log.stored((unit) => {
    const whole = answers.get(unit.segment) as Uint8Array;
    if (unit.at + unit.length > whole.length) throw malformed('answers end early');
    return whole.subarray(unit.at, unit.at + unit.length);
  });
}
