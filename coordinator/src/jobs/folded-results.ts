import { type Fold, type FoldLine, KnownError, planKeep } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { csvLine } from '../domain/csv.ts';
import { Cover, coveredPart } from './coverage.ts';
import { foldedRuns, keptRows, readFold } from './folds.ts';
import type { ResultRequest } from './results.ts';
import { headerOf, lineOf, type TextFormat } from './rows.ts';

/** What a job that keeps a fold delivers, and how many items that covers. */
export interface FoldedResults {
  readonly items: number;
  readonly text: AsyncGenerator<string>;
}

/**
 * The fold of what is final so far, as text: the table of a reduction, the rows of a top, or those that fit in the order of items.
 * Throws RESULTS_FOLDED where rows are asked for one after the other, and RESULTS_UNPAID before anything is sent where vouchers
 * and the credit window do not cover everything that is in a table or a top; rows that fit end where they are not covered.
 */
export async function foldedResults(db: Db, job: JobRecord, request: ResultRequest): Promise<FoldedResults> {
  const plan = planKeep(job.keep ?? {}, job.outputs);
  const { format } = request;
  if (format === 'packed' || request.follow || (request.from > 0 && plan.kind !== 'where'))
    throw new KnownError(
      'RESULTS_FOLDED',
      'this job keeps a fold of its results; ask for it as CSV or NDJSON, without `follow` and `from`',
    );
  const fold = await readFold(db, job.id, plan);
  const { items } = fold.counts;
  if (plan.kind === 'where') return { items, text: rowsThatFit(db, job, { fold, request, format }) };
  const cover = new Cover(db, job);
  if (!(await cover.reaches(await cover.charged())))
    throw new KnownError('RESULTS_UNPAID', 'the fold waits for a voucher; GET the job’s bill and post one');
  return { items, text: inOne(job, fold, format) };
}

async function* inOne(job: JobRecord, fold: Fold, format: TextFormat): AsyncGenerator<string> {
  if (fold.plan.kind === 'reduce') {
    yield format === 'csv' ? csvLine(FOLD_HEADER) : '';
    yield fold
      .lines()
      .map((line) => foldText(format, line))
      .join('');
    return;
  }
  if (format === 'csv') yield headerOf(job.outputs);
  for (const row of fold.topRows()) yield lineOf(format, job.outputs, row);
}

const FOLD_HEADER = ['fold', 'low', 'high', 'value'] as const;

const foldText = (format: TextFormat, line: FoldLine): string =>
  format === 'csv' ? csvLine(FOLD_HEADER.map((name) => line[name])) : `${JSON.stringify(line)}\n`;

interface Wanted {
  readonly fold: Fold;
  readonly request: ResultRequest;
  readonly format: TextFormat;
}

async function* rowsThatFit(
  db: Db,
  job: JobRecord,
  { fold, format, request: { from, signal } }: Wanted,
): AsyncGenerator<string> {
  if (format === 'csv') yield headerOf(job.outputs);
  for await (const run of foldedRuns(db, job.id, from)) {
    const covered = await coveredPart(db, job, run);
    const rows = await keptRows(db, fold.plan, covered);
    yield rows
      .filter(({ index }) => index >= from)
      .map((row) => lineOf(format, job.outputs, row))
      .join('');
    if (signal.aborted || covered.units.length < run.units.length) return;
  }
}
