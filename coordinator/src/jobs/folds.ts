/** The folds of jobs that keep one: what they have come to, and the rows that are kept. */
import {
  canonicalJson,
  Fold,
  type JobId,
  type KeepPlan,
  type KeptRow,
  MerkleAccumulator,
  resultAt,
  resultLeaf,
  utf8,
} from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { listFolded } from '../db/folds/list-folded.ts';
import { readParts } from '../db/folds/read-parts.ts';
import { readAnswers, readLog } from '../db/journal/read-segments.ts';
import { unpackKept } from '../dispatch/kept-answers.ts';
import type { LoggedUnit } from '../dispatch/slice-log.ts';
import type { FinalRun } from './final-units.ts';

/** The fold of what is folded so far. Holds it and one part. */
export async function readFold(sql: Sql, job: JobId, plan: KeepPlan): Promise<Fold> {
  const fold = new Fold(plan);
  for await (const part of readParts(sql, job)) fold.merge(Fold.from(plan, part));
  return fold;
}

/** Slices listed at once, and bytes of kept answers read at once but for a single unit that has more. */
const SLICES = 64;
const PAGE_BYTES = 256 * 1024;

/** Folded units from an item on, in the order of items: pages of them, each of one slice. Slices that are not folded are left out. */
export async function* foldedRuns(sql: Sql, job: JobId, from: number): AsyncGenerator<FinalRun> {
  let next = from;
  for (;;) {
    const slices = await listFolded(sql, job, next, SLICES);
    for (const span of slices) {
      const slice = await readLog(sql, span);
      for (const units of pagesOf(slice.finals())) yield { slice, units };
      next = span.first + span.count;
    }
    if (slices.length < SLICES) return;
  }
}

function* pagesOf(units: readonly LoggedUnit[]): Generator<LoggedUnit[]> {
  let page: LoggedUnit[] = [];
  let bytes = 0;
  for (const unit of units.filter(({ isFolded }) => isFolded)) {
    if (page.length > 0 && bytes + unit.length > PAGE_BYTES) {
      yield page;
      [page, bytes] = [[], 0];
    }
    page.push(unit);
    bytes += unit.length;
  }
  if (page.length > 0) yield page;
}

/** The rows that fit of what is kept of some units: what was only audited is left out. */
export async function keptRows(sql: Sql, plan: KeepPlan, { slice, units }: FinalRun): Promise<KeptRow[]> {
  const some = units.filter(({ length }) => length > 0);
  if (slice === null || some.length === 0) return [];
  const answers = await readAnswers(sql, slice.slice.id, some);
  const rows: KeptRow[] = [];
  for (const unit of some) {
    const { positions, results } = unpackKept(answers(unit));
    new Fold(plan).add(0, results, (i) => {
      rows.push({ index: unit.first + positions[i], result: resultAt(results, i) });
    });
  }
  return rows;
}

/** The root over what is delivered of a fold and how many rows that is: the lines of its table, or its rows in their order. */
export async function foldRoot(
  sql: Sql,
  job: JobId,
  fold: Fold,
): Promise<{ root: Uint8Array; rows: number }> {
  const tree = new MerkleAccumulator();
  let rows = 0;
  const append = (leaf: Uint8Array): void => {
    tree.append(leaf);
    rows++;
  };
  const appendRow = ({ index, result }: KeptRow): void => append(resultLeaf(index, result));
  for (const line of fold.lines()) append(utf8(canonicalJson(line)));
  for (const row of fold.topRows()) appendRow(row);
  if (fold.plan.kind === 'where')
    for await (const run of foldedRuns(sql, job, 0)) (await keptRows(sql, fold.plan, run)).forEach(appendRow);
  return { root: tree.root(), rows };
}
