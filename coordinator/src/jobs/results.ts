import { setTimeout as wait } from 'node:timers/promises';
import { KnownError } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { type FinalUnit, readFinalUnits } from '../db/jobs/read-final-units.ts';
import { coveredPart } from './coverage.ts';
import { type Format, headerOf, lineOf } from './rows.ts';

export interface ResultRequest {
  readonly format: Format;
  /** The first item wanted. */
  readonly from: number;
  /** Whether to stay until the job has ended, or to end with what is there. */
  readonly follow: boolean;
  /** Ends the stream: the client went away, or the coordinator is stopping. */
  readonly signal: AbortSignal;
}

/** Units read at once; each has at most an assignment's bytes. */
const PAGE = 16;
const POLL_MILLISECONDS = 200;

/**
 * Final rows in the order of items, as text. Ends at the first item that is not final or not covered by vouchers;
 * a following stream waits there instead, until the job is certified or cancelled. Throws RESULTS_UNPAID before
 * anything is sent where nothing may be shown.
 */
export async function* streamResults(db: Db, job: JobRecord, request: ResultRequest): AsyncGenerator<string> {
  const { format, follow, signal } = request;
  yield headerOf(format, job.outputs);
  let next = request.from;
  while (!signal.aborted) {
    // Looked at before the page: rows that became final meanwhile are seen once more.
    const { itemCount, open, state } = (follow ? await findJob(db, job.id) : null) ?? job;
    const ended = !follow || state === 'certified' || state === 'cancelled';
    if (next >= itemCount && (ended || !open)) return;
    const page = await readyUnits(db, job, next);
    if (page.units.length === 0) {
      if (page.unpaid ? !follow : ended) return;
      await wait(POLL_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    const from = next;
    yield page.units.map((unit) => unitText(job, { format, from, unit })).join('');
    const last = page.units[page.units.length - 1];
    next = last.first + last.results.length;
  }
}

/** Throws RESULTS_UNPAID where a stream that does not follow would be empty only for want of a voucher. */
export async function refuseUnpaid(db: Db, job: JobRecord, request: ResultRequest): Promise<void> {
  if (request.follow || job.price === null) return;
  const { units, unpaid } = await readyUnits(db, job, request.from);
  if (units.length === 0 && unpaid)
    throw new KnownError(
      'RESULTS_UNPAID',
      'the next results wait for a voucher; GET the job’s bill and post one',
    );
}

/** The units that follow `next` without a gap and may be shown, and whether a missing voucher ends them. */
async function readyUnits(
  db: Db,
  job: JobRecord,
  next: number,
): Promise<{ units: FinalUnit[]; unpaid: boolean }> {
  const found = await readFinalUnits(db, job.id, next, PAGE);
  const gap = found.findIndex((unit, i) => unit.first > (i === 0 ? next : endOf(found[i - 1])));
  const joined = gap < 0 ? found : found.slice(0, gap);
  const units = await coveredPart(db, job, joined);
  return { units, unpaid: units.length < joined.length };
}

const endOf = (unit: FinalUnit): number => unit.first + unit.results.length;

function unitText(
  job: JobRecord,
  { format, from, unit }: { format: Format; from: number; unit: FinalUnit },
): string {
  let text = '';
  unit.results.forEach((result, i) => {
    const index = unit.first + i;
    if (index >= from) text += lineOf(format, job.outputs, { index, result });
  });
  return text;
}
