/** What the page of a job knows. */
import { isKnownError } from '@manyhands/protocol';
import type { Bill, Job, Progress } from '@manyhands/sdk';
import { type Polled, usePolled } from '../../shared/polled.ts';
import { forgetPaymentKey, type KeptPayment, keptPayment, paymentOf } from '../paying/purse.ts';
import { client } from '../session.ts';

const [RUNNING_MS, STILL_MS] = [1_000, 10_000];

export interface JobSeen {
  readonly progress: Progress;
  /** What its channel owes; null: the job is somebody else's. */
  readonly bill: Bill | null;
  /** Null: this browser has no key that pays for it. */
  readonly payment: KeptPayment | null;
  /** Why no voucher could be signed for what is owed; null: one was, or none is needed. */
  readonly unsigned: Error | null;
}

/** A job, paid for where this browser has the key. */
export function jobOf(id: string): Job {
  const kept = keptPayment(id);
  const payment = kept && paymentOf(kept);
  return client.value.job(id, payment === null ? {} : { payment });
}

/** Where a job stands: every second while it moves. */
export const useJob = (id: string, isMoving: boolean): Polled<JobSeen> =>
  usePolled(() => look(id), isMoving ? RUNNING_MS : STILL_MS, id);

async function look(id: string): Promise<JobSeen> {
  const job = jobOf(id);
  const payment = keptPayment(id);
  const unsigned =
    payment === null || payment.privateKey === null
      ? null
      : await job.pay().then(
          () => null,
          (error: Error) => error,
        );
  const [progress, bill] = await Promise.all([job.progress(), job.bill().catch(nobodysBill)]);
  if (isOver(progress) && bill !== null && isCovered(bill)) forgetPaymentKey(id);
  return { progress, bill, payment, unsigned };
}

/** Nothing is left to sign for: the key that pays has done its work. */
const isCovered = ({ owed, vouchered }: Bill): boolean => BigInt(owed) <= BigInt(vouchered);

/** Whose job it is shows by who is told what it owes. */
function nobodysBill(error: unknown): null {
  if (isKnownError(error) && ['JOB_UNKNOWN', 'KEY_REFUSED', 'KEY_EXPIRED'].includes(error.code)) return null;
  throw error;
}

export const isOver = ({ state }: Pick<Progress, 'state'>): boolean =>
  state === 'certified' || state === 'cancelled';

/** How often what is drawn is asked for again: not after the job has ended. */
export const drawnEvery = (job: Progress): number | null =>
  job.state === 'running' || job.state === 'paused' ? 4_000 : null;

/** Names what is to be asked for again once the job has ended. */
export const drawnKey = (job: Progress, ...parts: readonly unknown[]): string =>
  [job.job, isOver(job), ...parts].join(' ');
