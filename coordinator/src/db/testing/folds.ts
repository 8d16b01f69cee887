/** A job that keeps a fold, for tests of the journal: its rows are two bytes, as {@link answerBy} makes them. */
import { type Column, type Keep, planKeep } from '@manyhands/protocol';
import { foldSlice } from '../../jobs/fold-slice.ts';
import { readFold } from '../../jobs/folds.ts';
import type { Db } from '../db.ts';
import { takeUnfolded } from '../folds/take-unfolded.ts';
import { JOB } from './batches.ts';

const COLUMNS: Column[] = ['a', 'b'].map((name) => ({ name, type: 'u8', optional: false, doc: '' }));
export const KEEP: Keep = { reduce: 'sum(a),max(b)' };
export const PLAN = planKeep(KEEP, COLUMNS);

/** Lets a job keep a fold from its first slice on. */
export const keepFold = (db: Db): Promise<unknown> =>
  db.query('update job set keep = $2::jsonb where id = $1', [JOB, JSON.stringify(KEEP)]);

/** Folds all there is to fold; how many slices that were. */
export async function foldAll(db: Db): Promise<number> {
  for (let folded = 0; ; folded++) {
    const slice = await takeUnfolded(db);
    if (slice === null) return folded;
    await foldSlice(db, PLAN, slice);
  }
}

/** Items of the fold and the sum of their first column. */
export async function sumOf(db: Db): Promise<{ items: number; sum: string }> {
  const fold = await readFold(db, JOB, PLAN);
  const line = fold.lines().find(({ fold: name }) => name === 'sum(a)');
  return { items: fold.counts.items, sum: line?.value ?? '' };
}
