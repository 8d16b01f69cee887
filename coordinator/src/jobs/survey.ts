import type { Sql } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { spreadSlices } from '../db/jobs/spread-slices.ts';
import { readAnswers, readLog } from '../db/journal/read-segments.ts';
import { unpackAnswer } from '../dispatch/answer-codec.ts';
import type { LoggedUnit, SliceSpan } from '../dispatch/slice-log.ts';
import { coveredPart } from './coverage.ts';
import type { FinalUnit } from './final-units.ts';

/** Items of a job from one on until before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a look over a span may cost. */
export interface SurveyBounds {
  readonly slices: number;
  /** Packed bytes of answers, over all slices; the last unit read may go beyond. */
  readonly bytes: number;
  readonly milliseconds: number;
}

export const SURVEY_BOUNDS: SurveyBounds = { slices: 64, bytes: 8 * 1024 * 1024, milliseconds: 1_500 };

export interface Survey {
  readonly units: readonly FinalUnit[];
  /** Every item of the span that is final and may be shown is in `units`. */
  readonly isWhole: boolean;
}

/**
 * Final units of a span that may be shown, of all of it or, where that would be too much, evenly from it. The first slices looked at
 * lie far apart, so that whatever time allows tells of all parts alike.
 */
export async function surveyFinals(
  sql: Sql,
  job: JobRecord,
  span: Span,
  bounds: SurveyBounds = SURVEY_BOUNDS,
): Promise<Survey> {
  const { slices, total } = await spreadSlices(sql, job.id, { ...span, most: bounds.slices });
  const end = performance.now() + bounds.milliseconds;
  const units: FinalUnit[] = [];
  let isWhole = slices.length === total;
  let bytes = 0;
  for (const slice of scattered(slices)) {
    if (performance.now() > end || bytes > bounds.bytes) {
      isWhole = false;
      break;
    }
    const seen = await someOf(sql, job, { slice, span, bytes: bounds.bytes / slices.length });
    units.push(...seen.units);
    for (const { log } of seen.units) bytes += log.length;
    isWhole &&= seen.isWhole;
  }
  return { units: units.sort((a, b) => a.log.first - b.log.first), isWhole };
}

async function someOf(
  sql: Sql,
  job: JobRecord,
  { slice, span, bytes }: { slice: SliceSpan; span: Span; bytes: number },
): Promise<Survey> {
  const log = await readLog(sql, slice);
  const within = log.finals().filter(({ first, count }) => first < span.to && first + count > span.from);
  const covered = await coveredPart(sql, job, { slice: log, units: within });
  const read = evenly(covered.units, bytes);
  const answers = await readAnswers(sql, slice.id, read);
  return {
    units: read.map((unit) => ({ log: unit, results: unpackAnswer(answers(unit), unit.count) })),
    isWhole: read.length === covered.units.length,
  };
}

/** Every unit, or every so many of them so that their answers are about as many bytes as may be read. */
function evenly(units: readonly LoggedUnit[], bytes: number): readonly LoggedUnit[] {
  const all = units.reduce((sum, unit) => sum + unit.length, 0);
  const step = Math.ceil(all / bytes);
  return step <= 1 ? units : units.filter((_, place) => place % step === 0);
}

/** The middle one first, then those in the middle of what is left on both sides, and so on. */
export function scattered<T>(all: readonly T[]): T[] {
  const order: T[] = [];
  const halves: [number, number][] = [[0, all.length]];
  for (const [from, to] of halves) {
    if (from >= to) continue;
    const middle = (from + to) >> 1;
    order.push(all[middle]);
    halves.push([from, middle], [middle + 1, to]);
  }
  return order;
}
