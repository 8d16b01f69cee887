import { type ItemResult, KnownError } from '@manyhands/protocol';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { publishResults } from '../db/jobs/publish-results.ts';
import { coveredPart } from './coverage.ts';
import type { Desk } from './desk.ts';
import { type FinalRun, type FinalUnit, FinalUnits } from './final-units.ts';

/** Results that nobody paid for belong to everybody; those that were paid for, to whoever paid, until they say otherwise. */
export const isPublic = ({ price, published }: Pick<JobRecord, 'price' | 'published'>): boolean =>
  price === null || published;

/** Makes a job's results public once it is certified. Repeatable. */
export const publishJob = (desk: Desk, job: JobRecord): Promise<void> => publishResults(desk.db, job.id);

/** Throws RESULTS_PRIVATE or JOB_NOT_CERTIFIED where not everybody may see a job's results; `until` says what is missing. */
export function checkPublished(job: JobRecord, until: string): void {
  if (!isPublic(job))
    throw new KnownError(
      'RESULTS_PRIVATE',
      'the results of this job belong to the researcher who paid for them',
    );
  if (job.state !== 'certified')
    throw new KnownError('JOB_NOT_CERTIFIED', `the job is ${job.state}; ${until}`);
}

/**
 * The certified unit that holds an item, for whoever wants to recompute it. Throws JOB_NOT_CERTIFIED, RESULTS_PRIVATE,
 * RESULTS_FOLDED, RESULTS_UNPAID or ITEM_UNKNOWN.
 */
export async function publicUnit(desk: Desk, job: JobRecord, item: number): Promise<FinalUnit> {
  checkPublished(job, 'there is nothing to recompute before it is certified');
  if (job.keep !== null)
    throw new KnownError(
      'RESULTS_FOLDED',
      'this job keeps a fold of its results; of single units only digests are kept, at /v1/jobs/:id/audits',
    );
  if (item >= job.itemCount)
    throw new KnownError(
      'ITEM_UNKNOWN',
      `this job has items 0 to ${job.itemCount - 1}, and none of number ${item}`,
    );
  const finals = new FinalUnits(desk.db, job.id);
  const [unit] = await finals.withResults(await coveredRun(desk, job, finals, item));
  return unit;
}

/** One final item. Throws ITEM_UNKNOWN where it is not final, RESULTS_UNPAID, and RESULTS_FOLDED where it is not kept. */
export async function coveredItem(desk: Pick<Desk, 'db'>, job: JobRecord, item: number): Promise<ItemResult> {
  const finals = new FinalUnits(desk.db, job.id);
  const result = await finals.resultOf(await coveredRun(desk, job, finals, item), item);
  if (result === null)
    throw new KnownError(
      'RESULTS_FOLDED',
      `item ${item} is in the fold of its job; its own result is not kept`,
    );
  return result;
}

/** The final unit that holds an item, as a run. Throws ITEM_UNKNOWN where it is not final, and RESULTS_UNPAID. */
async function coveredRun(
  desk: Pick<Desk, 'db'>,
  job: JobRecord,
  finals: FinalUnits,
  item: number,
): Promise<FinalRun> {
  const { slice, units } = await finals.from(item);
  if (units.length === 0)
    throw new KnownError('ITEM_UNKNOWN', `item ${item} has no final result; the job is ${job.state}`);
  // Who publishes before paying gives away no more than a stream would have shown.
  const covered = await coveredPart(desk.db, job, { slice, units: units.slice(0, 1) });
  if (covered.units.length === 0)
    throw new KnownError('RESULTS_UNPAID', 'the results of this item wait for a voucher of the researcher');
  return covered;
}
