import { readSamples } from '../db/history/read-samples.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { NO_PROGRESS, sumProgress } from '../db/jobs/sum-progress.ts';
import type { Desk } from './desk.ts';

/** A job's progress from its start until now, or its certificate: some hundreds of points at most, oldest first. */
export async function historyOf({ db }: Pick<Desk, 'db'>, job: JobRecord) {
  if (job.started === null) return [];
  const sums = (await sumProgress(db, [job.id])).get(job.id) ?? NO_PROGRESS;
  const now = { at: job.certified ?? new Date(), ...sums };
  const start = { at: job.started, final: 0, held: 0, executed: 0, fuel: 0n };
  const between = (await readSamples(db, job.id)).filter(({ at }) => at > start.at && at < now.at);
  const points = job.state === 'cancelled' ? [start, ...between] : [start, ...between, now];
  return points.map(({ at, final, held, executed, fuel }) => ({
    at: at.toISOString(),
    final,
    held,
    executed,
    fuel: String(fuel),
  }));
}
