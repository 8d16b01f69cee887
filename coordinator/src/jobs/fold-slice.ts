import { Fold, type KeepPlan } from '@manyhands/protocol';
import { Breath } from '../db/breath.ts';
import type { Db, Sql } from '../db/db.ts';
import { lockParts } from '../db/folds/lock-parts.ts';
import { lockUnfolded } from '../db/folds/lock-unfolded.ts';
import { markFolded } from '../db/folds/mark-folded.ts';
import { readAnswersOf } from '../db/folds/read-answers-of.ts';
import { type KeptSegment, replaceAnswers } from '../db/folds/replace-answers.ts';
import { storeParts } from '../db/folds/store-parts.ts';
import type { UnfoldedSlice } from '../db/folds/take-unfolded.ts';
import { readLog } from '../db/journal/read-segments.ts';
import { unpackAnswer } from '../dispatch/answer-codec.ts';
import type { Auditor } from '../dispatch/journal.ts';
import { packKept, packLengths } from '../dispatch/kept-answers.ts';
import type { LoggedUnit, SliceLog } from '../dispatch/slice-log.ts';
import { keep } from '../dispatch/traces.ts';

/** What the answers of a slice that are not folded yet come to. */
interface Folding {
  readonly parts: Map<Auditor, Fold>;
  readonly kept: KeptSegment[];
  /** Bytes of answers that are dropped. */
  dropped: number;
}

/**
 * Folds what is final of a settled slice and not folded yet, by device, and drops its outputs, in one transaction under the
 * slice's fence [FO2]. What is read before is read outside of it, which on the embedded database would hold up everybody; where
 * the slice is opened again or folded by somebody else meanwhile, nothing is written. Returns the bytes dropped, or null where
 * nothing was.
 */
export async function foldSlice(db: Db, plan: KeepPlan, slice: UnfoldedSlice): Promise<number | null> {
  const log = await readLog(db, slice);
  if (!isWhole(log)) return null;
  const folding = await foldAnswers(db, plan, log);
  return db.transaction(async (sql) => {
    if (!(await lockUnfolded(sql, slice))) return null;
    await replaceAnswers(sql, slice.id, folding.kept);
    await addParts(sql, plan, { job: slice.job, parts: folding.parts });
    await markFolded(sql, slice.id);
    return folding.dropped;
  });
}

/** Longer than others work at once: under a full load, folding keeps up with what is answered. */
const TURN_MS = 5;

const isWhole = (log: SliceLog): boolean =>
  log.finals().reduce((sum, { count }) => sum + count, 0) === log.slice.count;

async function foldAnswers(sql: Sql, plan: KeepPlan, log: SliceLog): Promise<Folding> {
  const folding: Folding = { parts: new Map(), kept: [], dropped: 0 };
  const final = new Set(log.finals());
  const breath = new Breath(TURN_MS);
  for (const page of pagesOf(unfoldedSegments(log))) {
    const answers = await readAnswersOf(sql, log.slice.id, [...page.keys()]);
    for (const [segment, units] of page) {
      const whole = answers.get(segment) as Uint8Array;
      const left: Uint8Array[] = [];
      for (const unit of units) {
        const bytes = whole.subarray(unit.at, unit.at + unit.length);
        left.push(final.has(unit) ? foldUnit(plan, folding.parts, unit, bytes) : NOTHING);
        await breath.taken();
      }
      const kept = { segment, lengths: packLengths(left.map(({ length }) => length)), answers: joined(left) };
      folding.kept.push(kept);
      folding.dropped += whole.length - kept.answers.length;
    }
  }
  return folding;
}

/** In memory of its own. */
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

type Segments = ReadonlyMap<number, readonly LoggedUnit[]>;

/** Answers read at once: a statement for each segment would wait for the database hundreds of times. */
const PAGE_BYTES = 1024 * 1024;
const PAGE_SEGMENTS = 256;

function* pagesOf(segments: Segments): Generator<Segments> {
  let page = new Map<number, readonly LoggedUnit[]>();
  let bytes = 0;
  for (const [segment, units] of segments) {
    page.set(segment, units);
    bytes += units.reduce((sum, { length }) => sum + length, 0);
    if (bytes < PAGE_BYTES && page.size < PAGE_SEGMENTS) continue;
    yield page;
    page = new Map();
    bytes = 0;
  }
  if (page.size > 0) yield page;
}

const NOTHING = new Uint8Array(0);

/** All attempts in segments whose answers are whole, in the order of their events. */
function unfoldedSegments(log: SliceLog): Map<number, LoggedUnit[]> {
  const segments = new Map<number, LoggedUnit[]>();
  for (const unit of log.attempts()) {
    if (unit.isFolded) continue;
    const units = segments.get(unit.segment);
    if (units === undefined) segments.set(unit.segment, [unit]);
    else units.push(unit);
  }
  for (const units of segments.values()) units.sort((a, b) => a.seq - b.seq);
  return segments;
}

/** Adds a unit to its device's part; returns what of its answer is kept. */
function foldUnit(
  plan: KeepPlan,
  parts: Map<Auditor, Fold>,
  unit: LoggedUnit,
  bytes: Uint8Array,
): Uint8Array {
  const { device, first, count } = unit;
  const results = unpackAnswer(bytes, count);
  const part = parts.get(device) ?? new Fold(plan);
  parts.set(device, part);
  const positions = vouchedFor(unit);
  part.add(first, results, plan.kind === 'where' ? (position) => positions.add(position) : undefined);
  for (const position of failedOf(unit, results.statuses)) positions.add(position);
  return packKept(
    keep(
      results,
      [...positions].sort((a, b) => a - b),
    ),
  );
}

/** Failed items of a unit that stay, so that somebody can see why they failed. */
const FAILED = 16;

function failedOf({ trapped }: LoggedUnit, statuses: Uint8Array): number[] {
  const failed: number[] = [];
  if (trapped > 0)
    for (let i = 0; i < statuses.length && failed.length < FAILED; i++) if (statuses[i] !== 0) failed.push(i);
  return failed;
}

/** What devices audited: should one of them be refuted, it is audited again [FO4]. */
const vouchedFor = ({ first, passed }: LoggedUnit): Set<number> =>
  new Set(passed.filter(({ auditor }) => auditor !== 'referee').map(({ item }) => item - first));

/** Devices whose parts are merged at once, by what is kept: a top may have 32 MiB. */
const AT_ONCE = { reduce: 64, where: 64, top: 1 } as const;

/**
 * Merges a slice's parts into those of the job, a few at a time, in the order in which all others lock them too. The slice's parts
 * stay as they are: where the database breaks a deadlock, all of it is done again.
 */
async function addParts(
  sql: Sql,
  plan: KeepPlan,
  { job, parts }: Pick<Folding, 'parts'> & Pick<UnfoldedSlice, 'job'>,
): Promise<void> {
  const devices = [...parts.keys()].sort();
  for (let at = 0; at < devices.length; at += AT_ONCE[plan.kind]) {
    const some = devices.slice(at, at + AT_ONCE[plan.kind]);
    const before = await lockParts(sql, job, some);
    const merged = some.map((device) => {
      const known = before.get(device);
      const fold = known ? Fold.from(plan, known) : new Fold(plan);
      fold.merge(parts.get(device) as Fold);
      return [device, fold.state()] as const;
    });
    await storeParts(sql, job, merged);
  }
}
