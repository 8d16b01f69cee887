import { setTimeout as wait } from 'node:timers/promises';
import { KnownError, unpackResults } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { coveredPart } from './coverage.ts';
import { type FinalRun, type FinalUnit, FinalUnits } from './final-units.ts';
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

const POLL_MILLISECONDS = 200;

/**
 * Final rows in the order of items, as text. Ends at the first item that is not final or not covered by vouchers;
 * a following stream waits there instead, until the job is certified or cancelled. Throws RESULTS_UNPAID before
 * anything is sent where nothing may be shown.
 */
export async function* streamResults(db: Db, job: JobRecord, request: ResultRequest): AsyncGenerator<string> {
  const { format, follow, signal } = request;
  yield headerOf(format, job.outputs);
  const finals = new FinalUnits(db, job.id);
  let next = request.from;
  while (!signal.aborted) {
    // Looked at before the page: rows that became final meanwhile are seen once more.
    const { itemCount, open, state } = (follow ? await findJob(db, job.id) : null) ?? job;
    const ended = !follow || state === 'certified' || state === 'cancelled';
    if (next >= itemCount && (ended || !open)) return;
    const page = await readyUnits(db, job, finals, next);
    if (page.run.units.length === 0) {
      if (page.unpaid ? !follow : ended) return;
      await wait(POLL_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    const from = next;
    const units = await finals.withResults(page.run);
    yield units.map((unit) => unitText(job, { format, from, unit })).join('');
    const last = units[units.length - 1].log;
    next = last.first + last.count;
  }
}

/** Throws RESULTS_UNPAID where a stream that does not follow would be empty only for want of a voucher. */
export async function refuseUnpaid(db: Db, job: JobRecord, request: ResultRequest): Promise<void> {
  if (request.follow || job.price === null) return;
  const { run, unpaid } = await readyUnits(db, job, new FinalUnits(db, job.id), request.from);
  if (run.units.length === 0 && unpaid)
    throw new KnownError(
      'RESULTS_UNPAID',
      'the next results wait for a voucher; GET the job’s bill and post one',
    );
}

/** The units that follow `next` without a gap and may be shown, and whether a missing voucher ends them. */
async function readyUnits(
  db: Db,
  job: JobRecord,
  finals: FinalUnits,
  next: number,
): Promise<{ run: FinalRun; unpaid: boolean }> {
  const found = await finals.from(next);
  const run = await coveredPart(db, job, found);
  return { run, unpaid: run.units.length < found.units.length };
}

function unitText(
  job: JobRecord,
  { format, from, unit }: { format: Format; from: number; unit: FinalUnit },
): string {
  let text = '';
  unpackResults(unit.results).forEach((result, i) => {
    const index = unit.log.first + i;
    if (index >= from) text += lineOf(format, job.outputs, { index, result });
  });
  return text;
}
