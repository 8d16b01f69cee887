import { type Reason, type ReasonCode, reasonOf } from '@manyhands/protocol';

/** Whose kernels a coordinator runs: anyone's, those its operator has looked at, or only those on the operator's list. */
export const PUBLICATION_POLICIES = ['open', 'reviewed', 'listed'] as const;
export type PublicationPolicy = (typeof PUBLICATION_POLICIES)[number];

/** What the operator decided about a kernel. A reason is empty where none was given. */
export interface KernelStanding {
  readonly review: 'pending' | 'approved' | 'refused';
  readonly reviewReason: string;
  /** Since when nothing of it runs anywhere; null: it is not stopped. */
  readonly stopped: Date | null;
  readonly stoppedReason: string;
}

export const KERNEL_DECISIONS = ['approve', 'refuse', 'stop', 'lift'] as const;
export type KernelDecision = (typeof KERNEL_DECISIONS)[number];

/** Why nothing of a kernel is given out under a policy; null: it may run. A stop comes before every review. */
export function withheldReason(policy: PublicationPolicy, kernel: KernelStanding): WithheldReason | null {
  if (kernel.stopped !== null) return because('KERNEL_STOPPED', kernel.stoppedReason);
  if (kernel.review === 'refused') return because('KERNEL_REFUSED', kernel.reviewReason);
  if (policy === 'open' || kernel.review === 'approved') return null;
  return because(policy === 'listed' ? 'KERNEL_UNLISTED' : 'KERNEL_UNREVIEWED', '');
}

/** Why its jobs are not even quoted; while it waits for review they are. */
export function quoteRefusal(policy: PublicationPolicy, kernel: KernelStanding): WithheldReason | null {
  const reason = withheldReason(policy, kernel);
  return reason?.code === 'KERNEL_UNREVIEWED' ? null : reason;
}

/** Each is a code of failures as well. */
type WithheldCode = Extract<
  ReasonCode,
  'KERNEL_STOPPED' | 'KERNEL_REFUSED' | 'KERNEL_UNLISTED' | 'KERNEL_UNREVIEWED'
>;
export type WithheldReason = Reason & { readonly code: WithheldCode };

function because(code: WithheldCode, why: string): WithheldReason {
  const { sentence } = reasonOf(code);
  return { code, sentence: why === '' ? sentence : `${sentence} The reason given: ${why}` };
}
