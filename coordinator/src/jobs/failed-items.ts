import { ITEM_STATUS, type ItemResult, unpackResults } from '@manyhands/protocol';
import { findFailingSlice } from '../db/failures/find-failing-slice.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { readAnswers, readLog } from '../db/journal/read-segments.ts';
import { storedItems } from '../dispatch/kept-answers.ts';
import type { LoggedUnit, SliceLog } from '../dispatch/slice-log.ts';
import { coveredPart } from './coverage.ts';
import type { Desk } from './desk.ts';

/** A final item that gave no result. */
export interface FailedItem {
  readonly item: number;
  readonly status: 'trap' | 'exhausted';
}

/** Units of which the answers are read at once. */
const UNITS_AT_ONCE = 64;

/**
 * Failed final items in order, from `from` on, `most` of them: those that may be shown, as results are. Reads the logs of slices
 * with failed items, and of their answers those with some.
 */
export async function findFailed(
  desk: Pick<Desk, 'db'>,
  job: JobRecord,
  { from, most }: { readonly from: number; readonly most: number },
): Promise<FailedItem[]> {
  const found: FailedItem[] = [];
  for (let next = from; found.length < most; ) {
    const slice = await findFailingSlice(desk.db, job.id, next);
    if (slice === null) break;
    const log = await readLog(desk.db, slice);
    const { units } = await coveredPart(desk.db, job, { slice: log, units: log.finals() });
    const failing = units.filter(({ trapped, first, count }) => trapped > 0 && first + count > next);
    for (let at = 0; at < failing.length && found.length < most; at += UNITS_AT_ONCE)
      found.push(...(await failedIn(desk, log, failing.slice(at, at + UNITS_AT_ONCE))));
    next = slice.first + slice.count;
  }
  return found.filter(({ item }) => item >= from).slice(0, most);
}

async function failedIn(
  { db }: Pick<Desk, 'db'>,
  log: SliceLog,
  units: readonly LoggedUnit[],
): Promise<FailedItem[]> {
  const answers = await readAnswers(db, log.slice.id, units);
  return units.flatMap((unit) => {
    const { positions, results } = storedItems(unit, answers(unit));
    return unpackResults(results).flatMap((result, i) => {
      const status = failedStatus(result);
      return status === null ? [] : [{ item: unit.first + (positions?.[i] ?? i), status }];
    });
  });
}

/** Null where an item ended well. */
export const failedStatus = ({ status }: ItemResult): FailedItem['status'] | null =>
  status === ITEM_STATUS.ok ? null : status === ITEM_STATUS.trap ? 'trap' : 'exhausted';
