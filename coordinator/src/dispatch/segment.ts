/**
 * Segments: what one commit changed in one slice, in compact binary. A slice's segments in their order are all that is
 * stored of it; nothing of them is ever rewritten. `events` says what happened, `answers` holds the results of accepted
 * units end to end, so that who wants to know what happened need not read them.
 */
import { LIMITS } from '@manyhands/protocol';
import { packAnswer } from './answer-codec.ts';
import type { Auditor, CommitBatch, PaidTo, UnitAnswer } from './journal.ts';
import { malformed, PackReader, PackWriter } from './packing.ts';
import type { Decided, Finished } from './slice-marks.ts';
import { TakenAnswer } from './taken-answer.ts';

const VERSION = 1;
const VERDICTS = ['passed', 'refuted', 'withdrawn'] as const;
/** The `k` of an assignment's k-th unit, `<assignment>.<k>`, where it is one. */
const MOST_UNITS = 9_999;

export interface Segment {
  readonly events: Uint8Array;
  readonly answers: Uint8Array;
}

/** A segment as it is stored; ids grow in the order of a slice's commits. */
export interface SegmentRow {
  readonly id: number;
  readonly events: Uint8Array;
  /** Of folded answers: how long what is left of each unit's is. Null or absent: the answers are whole. */
  readonly kept?: Uint8Array | null;
}

/** An accepted unit as events tell of it. */
export interface AcceptedEvent {
  readonly first: number;
  readonly count: number;
  readonly attempt: number;
  readonly device: Auditor;
  readonly paid: PaidTo;
  readonly assignment: string;
  readonly digest: string;
  readonly ratePpm: number;
  readonly fuel: bigint;
  readonly trapped: number;
  readonly positions: readonly number[];
  /** Where its results are within the segment's answers. */
  readonly at: number;
  readonly length: number;
}

export interface UnitRef {
  readonly first: number;
  readonly attempt: number;
}

export interface AuditEvent extends UnitRef {
  readonly item: number;
  readonly auditor: Auditor;
  readonly paid: PaidTo;
  readonly fuel: bigint;
  readonly verdict: CommitBatch['audits'][number]['verdict'];
}

export interface SegmentEvents {
  readonly accepted: readonly AcceptedEvent[];
  readonly drawn: readonly (UnitRef & { readonly round: number; readonly positions: readonly number[] })[];
  readonly audits: readonly AuditEvent[];
  readonly reopened: readonly UnitRef[];
  readonly finals: readonly Finished[];
}

const eventsWriter = new PackWriter(1 << 16);
const answersWriter = new PackWriter(1 << 18);

/** Whether there is anything to store. */
export const isEmpty = ({ accepted, drawn, audits, reopened, finals }: Decided): boolean =>
  accepted.length + drawn.length + audits.length + reopened.length + finals.length === 0;

/** Packs what was decided of a slice that begins at item `base`. */
export function packSegment(base: number, decided: Decided): Segment {
  const to = eventsWriter;
  to.reset();
  answersWriter.reset();
  to.byte(VERSION);
  packAccepted(to, base, decided.accepted);
  let last = base;
  const unit = ({ first, attempt }: UnitRef): void => {
    to.signed(first - last);
    to.count(attempt);
    last = first;
  };
  to.count(decided.drawn.length);
  for (const draw of decided.drawn) {
    unit(draw);
    to.count(draw.round);
    packPositions(to, draw.positions);
  }
  to.count(decided.audits.length);
  for (const audit of decided.audits) {
    unit(audit);
    to.signed(audit.item - audit.first);
    to.byte(VERDICTS.indexOf(audit.verdict));
    packParty(to, audit.auditor, audit.paid);
    to.amount(audit.fuel);
  }
  to.count(decided.reopened.length);
  for (const reopened of decided.reopened) unit(reopened);
  to.count(decided.finals.length);
  for (const final of decided.finals) {
    unit(final);
    to.amount(2n * final.charged + (final.pays ? 1n : 0n));
  }
  return { events: to.take(), answers: answersWriter.take() };
}

function packAccepted(to: PackWriter, base: number, accepted: CommitBatch['accepted']): void {
  let next = base;
  let last: UnitAnswer | null = null;
  let whole = '';
  to.count(accepted.length);
  for (const { first, count, attempt, answer, positions } of accepted) {
    const same: boolean = last !== null && isOfOne(answer, last, whole) && answer.ratePpm === last.ratePpm;
    to.signed(first - next);
    to.count(count);
    to.count(2 * attempt + (same ? 1 : 0));
    if (!same) {
      whole = wholeOf(answer);
      to.text(whole);
      packParty(to, answer.device, answer.paid);
      to.count(answer.ratePpm);
    }
    to.count(numberOf(answer, whole));
    to.hex(answer.digest, 32);
    packPositions(to, positions);
    const start = answersWriter.length;
    const { fuel, trapped } = packAnswer(answersWriter, answer.results);
    to.amount(fuel);
    to.count(trapped);
    to.count(answersWriter.length - start);
    next = first + count;
    last = answer;
  }
}

/** Whether an answer is to the same assignment as the last one, which is told of as `whole`, by the same device. */
function isOfOne(answer: UnitAnswer, last: UnitAnswer, whole: string): boolean {
  if (answer instanceof TakenAnswer && last instanceof TakenAnswer && answer.head === last.head) return true;
  return (
    isPartOf(answer.assignment, whole) &&
    answer.device === last.device &&
    answer.paid.payee === last.paid.payee &&
    answer.paid.site === last.paid.site
  );
}

/** 0: the assignment's name as it is; k + 1: its k-th unit. */
function numberOf(answer: UnitAnswer, whole: string): number {
  if (answer instanceof TakenAnswer) return answer.place === 0 ? 0 : answer.place + 1;
  const { assignment } = answer;
  return assignment.length === whole.length ? 0 : Number(assignment.slice(whole.length + 1)) + 1;
}

/** Whether a unit's assignment is that one, or one of its units; told without making a text. */
const isPartOf = (assignment: string, whole: string): boolean =>
  assignment.startsWith(whole) &&
  (assignment.length === whole.length || isNumberedFrom(assignment, whole.length));

/** Whether what follows is a dot and a number as it is usually written. */
function isNumberedFrom(assignment: string, at: number): boolean {
  const digits = assignment.length - at - 1;
  if (assignment.charCodeAt(at) !== 46 || digits < 1 || digits > 4) return false;
  if (digits > 1 && assignment.charCodeAt(at + 1) === 48) return false;
  for (let i = at + 1; i < assignment.length; i++) {
    const code = assignment.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function wholeOf(answer: UnitAnswer): string {
  if (answer instanceof TakenAnswer) return answer.head.assignment;
  const { assignment } = answer;
  const dot = assignment.lastIndexOf('.');
  return dot > 0 && isNumberedFrom(assignment, dot) ? assignment.slice(0, dot) : assignment;
}

function packParty(to: PackWriter, device: Auditor, paid: PaidTo): void {
  to.text(device);
  to.text(paid.payee);
  to.text(paid.site);
}

function packPositions(to: PackWriter, positions: readonly number[]): void {
  to.count(positions.length);
  let last = 0;
  for (const position of positions) {
    to.signed(position - last);
    last = position;
  }
}

/** The events of a segment of a slice that begins at item `base`. Throws SEGMENT_INVALID. */
export function readEvents(base: number, events: Uint8Array): SegmentEvents {
  const from = new PackReader(events);
  if (from.byte() !== VERSION) throw malformed('a later version wrote them');
  const accepted = readAccepted(from, base);
  let last = base;
  const unit = (): UnitRef => {
    last += from.signed();
    return { first: last, attempt: from.count() };
  };
  const list = <T>(read: () => T): T[] => Array.from({ length: from.records() }, read);
  const drawn = list(() => ({ ...unit(), round: from.count(), positions: readPositions(from) }));
  const audits = list(() => {
    const ref = unit();
    const item = ref.first + from.signed();
    const verdict = VERDICTS[from.byte()];
    if (verdict === undefined) throw malformed('an unknown verdict');
    return { ...ref, item, verdict, ...readParty(from, 'auditor'), fuel: from.amount() };
  });
  const reopened = list(unit);
  const finals = list(() => {
    const ref = unit();
    const code = from.amount();
    return { ...ref, charged: code >> 1n, pays: (code & 1n) === 1n };
  });
  from.end();
  return { accepted, drawn, audits, reopened, finals };
}

function readAccepted(from: PackReader, base: number): AcceptedEvent[] {
  let next = base;
  let at = 0;
  let shared: Shared | null = null;
  return Array.from({ length: from.records() }, () => {
    const first = next + from.signed();
    const count = from.count();
    if (count === 0 || count > LIMITS.itemsPerAssignment) throw malformed('a unit of no size that can be');
    const head = from.count();
    if (head % 2 === 0) shared = readShared(from);
    if (shared === null) throw malformed('a unit of no assignment');
    const { whole, ...alike } = shared;
    const k = from.count();
    if (k > MOST_UNITS + 1) throw malformed('a unit of no assignment');
    const event = {
      first,
      count,
      attempt: Math.floor(head / 2),
      ...alike,
      assignment: k === 0 ? whole : `${whole}.${k - 1}`,
      digest: from.hex(32),
      positions: readPositions(from),
      fuel: from.amount(),
      trapped: from.count(),
      at,
      length: from.count(),
    };
    next = first + count;
    at += event.length;
    return event;
  });
}

interface Shared {
  readonly whole: string;
  readonly device: Auditor;
  readonly paid: PaidTo;
  readonly ratePpm: number;
}

function readShared(from: PackReader): Shared {
  const whole = from.text();
  return { whole, ...readParty(from, 'device'), ratePpm: from.count() };
}

function readParty<K extends string>(
  from: PackReader,
  name: K,
): { readonly [P in K]: Auditor } & { readonly paid: PaidTo } {
  const device = from.text();
  const paid = { payee: from.text(), site: from.text() };
  return { [name]: device, paid } as { readonly [P in K]: Auditor } & { readonly paid: PaidTo };
}

function readPositions(from: PackReader): number[] {
  let last = 0;
  return Array.from({ length: from.records() }, () => {
    last += from.signed();
    return last;
  });
}
