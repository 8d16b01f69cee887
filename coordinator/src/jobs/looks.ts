/** Looks over a job's results while it runs: its fuel by item, and some of its rows. */
import { type AccountId, ITEM_STATUS, KnownError, readU32, resultAt } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { FuelMapper } from '../domain/fuel-map.ts';
import type { FinalUnit } from './final-units.ts';
import { checkPublished } from './public-unit.ts';
import { lineOf } from './rows.ts';
import { type Span, surveyFinals } from './survey.ts';

/** Throws what {@link checkMaySee} throws, and RESULTS_FOLDED where there are no rows to look at. `asks`: null without a key. */
export function checkLook(job: JobRecord, asks: AccountId | null): void {
  checkMaySee(job, asks);
  if (job.keep !== null)
    throw new KnownError(
      'RESULTS_FOLDED',
      'this job keeps a fold of its results instead of its rows; GET the job’s results',
    );
}

/** Throws RESULTS_PRIVATE or JOB_NOT_CERTIFIED where somebody may not see what a job's items gave. */
function checkMaySee(job: JobRecord, asks: AccountId | null): void {
  if (job.account !== asks) checkPublished(job, 'until it is certified only its researcher sees its results');
}

/** Cut to the items that there are. */
export const spanOf = (job: JobRecord, asked: Partial<Span>): Span => {
  const to = Math.min(asked.to ?? job.itemCount, job.itemCount);
  return { from: Math.min(asked.from ?? 0, to), to };
};

/** How much fuel final items took. `isWhole`: all that are final and may be shown were looked at, else evenly some. */
export async function fuelMapOf(sql: Sql, job: JobRecord, { from, to, buckets }: Span & { buckets: number }) {
  const { units, isWhole } = await surveyFinals(sql, job, { from, to });
  const mapper = new FuelMapper({ from, to, buckets });
  for (const { log, results } of units)
    for (let i = 0; i < log.count; i++)
      mapper.add(log.first + i, results.statuses[i] === ITEM_STATUS.ok ? fuelAt(results.fuels, 8 * i) : null);
  return { from, to, isWhole, ...mapper.map() };
}

/** Fuel of an item is below 2^53. */
const fuelAt = (fuels: Uint8Array, at: number): number =>
  readU32(fuels, at + 4) * 2 ** 32 + readU32(fuels, at);

/** Some final rows of a span, evenly, as NDJSON; and of how many final items that were looked at. */
export async function sampleOf(sql: Sql, job: JobRecord, { from, to, rows }: Span & { rows: number }) {
  const { units, isWhole } = await surveyFinals(sql, job, { from, to });
  const seen = units.reduce((sum, { log }) => sum + overlap(log, { from, to }), 0);
  const step = Math.max(1, seen / rows);
  let [place, next] = [0, 0];
  let text = '';
  for (const unit of units)
    for (let i = 0; i < unit.log.count; i++) {
      const index = unit.log.first + i;
      if (index < from || index >= to || place++ < next) continue;
      next += step;
      text += rowOf(job, unit, i);
    }
  return { text, seen, isWhole };
}

const rowOf = (job: JobRecord, { log, results }: FinalUnit, i: number): string =>
  lineOf('ndjson', job.outputs, { index: log.first + i, result: resultAt(results, i) });

const overlap = ({ first, count }: { first: number; count: number }, { from, to }: Span): number =>
  Math.max(0, Math.min(first + count, to) - Math.max(first, from));
