import { setTimeout } from 'node:timers/promises';
import { encodeTable, type ItemResult, KnownError, resultAt } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findInputByKey } from '../db/jobs/find-inputs.ts';
import { findSliceAt } from '../db/jobs/find-slice.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { readAnswers, readLog } from '../db/journal/read-segments.ts';
import { unpackAnswer } from '../dispatch/answer-codec.ts';
import { reused } from './repeated.ts';

/** How often somebody who calls again looks whether the answer is stored. */
const LOOK_MS = 50;

/** The item that was called for under an idempotency key; null if none was. Throws IDEMPOTENCY_REUSED where another row was, or inputs were appended under it. */
export async function calledBefore(
  sql: Sql,
  job: JobRecord,
  key: string | null,
  row: Uint8Array,
): Promise<number | null> {
  const part = key === null ? null : await findInputByKey(sql, job.id, key);
  if (part === null) return null;
  const { source, first, count } = part;
  if (source.kind === 'rows' && Buffer.compare(source.rows, encodeTable([row])) === 0) return first;
  throw reused(source.kind === 'rows' ? 'another row was called for' : 'inputs were appended', {
    first,
    count,
  });
}

/** The stored answer for an item, provisional or not. Throws CALL_UNANSWERED where there is none by `until`, on the clock of performance, and RESULTS_FOLDED where it is in a fold. */
export async function answerTo(sql: Sql, job: JobRecord, item: number, until: number): Promise<ItemResult> {
  for (;;) {
    const result = await storedResult(sql, job, item);
    if (result !== null) return result;
    if (performance.now() + LOOK_MS > until)
      throw new KnownError(
        'CALL_UNANSWERED',
        `item ${item} is not answered yet; it stays in the job and its row will be among the results`,
        { details: { item } },
      );
    await setTimeout(LOOK_MS);
  }
}

async function storedResult(sql: Sql, job: JobRecord, item: number): Promise<ItemResult | null> {
  const slice = await findSliceAt(sql, job.id, item);
  const units = slice === null ? [] : (await readLog(sql, slice)).units();
  const unit = units.find(({ first, count }) => first <= item && item < first + count);
  if (slice === null || unit === undefined || unit.state === 'refuted') return null;
  if (unit.isFolded)
    throw new KnownError('RESULTS_FOLDED', `item ${item} is in the fold of its job, and its row is not kept`);
  const answers = await readAnswers(sql, slice.id, [unit]);
  return resultAt(unpackAnswer(answers(unit), unit.count), item - unit.first);
}
