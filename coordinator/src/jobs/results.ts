import { setTimeout as wait } from 'node:timers/promises';
import { type BlockPart, blockOf, KnownError, resultAt } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findJob } from '../db/jobs/find-job.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { Cover, coveredPart } from './coverage.ts';
import { type FinalRun, type FinalUnit, FinalUnits } from './final-units.ts';
import { packedFrames } from './packed-frames.ts';
import { headerOf, lineOf, type TextFormat } from './rows.ts';

/** `packed`: frames of columns (protocol's ResultFrame), which cost a twentieth of text on both sides. */
export type Format = TextFormat | 'packed';

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
 * Final rows in the order of items, in pieces that end where a row or a frame does. Ends at the first item that is not final or not covered by vouchers;
 * a following stream waits there instead, until the job is certified or cancelled. Throws RESULTS_UNPAID before
 * anything is sent where nothing may be shown.
 */
export async function* streamResults(
  db: Db,
  job: JobRecord,
  request: ResultRequest,
): AsyncGenerator<string | Uint8Array> {
  const { format, follow, signal } = request;
  if (format === 'csv') yield headerOf(job.outputs);
  const finals = new FinalUnits(db, job.id);
  const cover = new Cover(db, job);
  let next = request.from;
  while (!signal.aborted) {
    // Looked at before the page: rows that became final meanwhile are seen once more.
    const { itemCount, open, state } = (follow ? await findJob(db, job.id) : null) ?? job;
    const ended = !follow || state === 'certified' || state === 'cancelled';
    if (next >= itemCount && (ended || !open)) return;
    const { found, run, unpaid } = await readyUnits(db, job, finals, next);
    const isWaiting = run.units.length === 0 && unpaid && follow && (await cover.isWhole());
    const shown = isWaiting && (await cover.whole(signal)) ? found : run;
    if (shown.units.length === 0) {
      if (unpaid ? !follow : ended) return;
      await wait(POLL_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    const units = await finals.withResults(shown);
    const parts = units.map((unit) => partFrom(unit, next));
    if (format === 'packed') yield* packedFrames({ standing: 'final', attempt: 0, first: next }, parts);
    else yield textOf(job, format, next, parts);
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

/** The units that follow `next` without a gap, those of them that may be shown, and whether a missing voucher ends them. */
async function readyUnits(
  db: Db,
  job: JobRecord,
  finals: FinalUnits,
  next: number,
): Promise<{ found: FinalRun; run: FinalRun; unpaid: boolean }> {
  const found = await finals.from(next);
  const run = await coveredPart(db, job, found);
  return { found, run, unpaid: run.units.length < found.units.length };
}

/** What a unit has from an item on, which may be its first. */
function partFrom({ log, results }: FinalUnit, item: number): BlockPart {
  return { block: blockOf(results), from: Math.max(0, item - log.first), end: log.count };
}

function textOf(job: JobRecord, format: TextFormat, first: number, parts: readonly BlockPart[]): string {
  let text = '';
  let index = first;
  for (const { block, from, end } of parts)
    for (let i = from; i < end; i++)
      text += lineOf(format, job.outputs, { index: index++, result: resultAt(block, i) });
  return text;
}
