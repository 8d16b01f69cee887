import { LEDGER_UNITS_PER_TOKEN_UNIT, type Reason } from '@manyhands/protocol';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { NO_PROGRESS, type ProgressSums, sumProgress } from '../db/jobs/sum-progress.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import type { Activity, JobActivity } from '../dispatch/dispatcher.ts';
import { withheldReason } from '../domain/kernel-standing.ts';
import { tokenUnitsOwed } from '../domain/pay.ts';
import { waitingReason } from '../domain/waiting.ts';
import type { Desk } from './desk.ts';

const QUIET: JobActivity = { waiting: 0, inFlight: 0, held: 0, disputed: 0, seats: 0, reason: null, rate: 0 };

/** Where jobs stand: what is committed, and what this coordinator does for them at the moment. */
export async function progressOf(desk: Desk, jobs: readonly JobRecord[]) {
  const sums = await sumProgress(
    desk.db,
    jobs.map((job) => job.id),
  );
  const activity = desk.dispatcher.activity();
  return Promise.all(
    jobs.map(async (job) => {
      // A quote may name any channel [SM4].
      const vouchered =
        job.channel === null || job.started === null ? 0n : await readVouchered(desk.db, job.channel);
      const withheld = withheldReason(desk.publication, job.kernelStanding);
      return shape(job, { sums: sums.get(job.id) ?? NO_PROGRESS, activity, withheld, vouchered });
    }),
  );
}

export type Progress = ReturnType<typeof shape>;

interface Standing {
  readonly sums: ProgressSums;
  readonly activity: Activity;
  readonly withheld: Reason | null;
  /** Token units. */
  readonly vouchered: bigint;
}

function shape(job: JobRecord, { sums, activity, withheld, vouchered }: Standing) {
  const now = activity.jobs.get(job.id) ?? QUIET;
  const left = job.itemCount - sums.final - sums.held;
  const paid = job.price !== null;
  return {
    job: job.id,
    title: job.title,
    kernel: job.kernel,
    kernelName: job.kernelName,
    researcher: job.researcher,
    state: stateOf(job),
    reason: waitingReason({
      state: stateOf(job),
      open: job.open,
      withheld,
      ending: job.ending,
      halted: job.halted,
      items: job.itemCount,
      held: sums.held,
      final: sums.final,
      inFlight: now.inFlight,
      seats: activity.seats,
      dispatch: now.reason,
    }),
    open: job.open,
    priority: job.priority,
    category: job.category,
    keep: job.keep,
    folded: job.keep === null ? null : sums.folded,
    items: job.itemCount,
    waiting: Math.max(0, left - now.inFlight - now.disputed),
    inFlight: now.inFlight,
    held: sums.held,
    final: sums.final,
    failed: sums.failed,
    stopAfter: job.stopAfter,
    disputed: now.disputed,
    audits: sums.deviceAudits + sums.refereeAudits,
    refereeAudits: sums.refereeAudits,
    refuted: sums.refutedUnits,
    executed: sums.executed,
    fuel: String(sums.fuel),
    seats: now.seats,
    spent: paid ? String(tokenUnitsOwed(sums.spent)) : null,
    vouchered: paid ? String(vouchered) : null,
    budget: job.budget === null ? null : String(job.budget / LEDGER_UNITS_PER_TOKEN_UNIT),
    secondsLeft: secondsLeft(job, left, now),
    policy: job.policy,
    outputs: job.outputs,
    createdAt: job.created.toISOString(),
    startedAt: job.started?.toISOString() ?? null,
    certifiedAt: job.certified?.toISOString() ?? null,
  };
}

/** A job's state as it is told: a running one may be paused. */
export const stateOf = (job: JobRecord) =>
  job.state === 'running' && job.paused ? ('paused' as const) : job.state;

/** From the pace of the moment; null when nothing moves. */
function secondsLeft(job: JobRecord, left: number, now: JobActivity): number | null {
  if (job.state === 'certified') return 0;
  if (stateOf(job) !== 'running' || now.rate <= 0) return null;
  return left / now.rate;
}
