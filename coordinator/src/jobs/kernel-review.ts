import { type Hash, KnownError } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { decideKernel } from '../db/kernels/decide-kernel.ts';
import { isStopped } from '../db/kernels/is-stopped.ts';
import type { KernelDecision } from '../domain/kernel-standing.ts';
import type { Desk } from './desk.ts';
import { kernelOf } from './kernels.ts';

/** Throws KERNEL_STOPPED for a stopped kernel and for every build of one. */
export async function checkServed(sql: Sql, hash: Hash): Promise<void> {
  if (await isStopped(sql, hash))
    throw new KnownError('KERNEL_STOPPED', 'the operator has stopped this kernel; its bytes are not served');
}

/**
 * Carries out what the operator decided. Every coordinator of the database notices within a second [KS1]; this one at
 * once. Repeating a decision changes nothing but its reason. Throws KERNEL_UNKNOWN.
 */
export async function decide(
  desk: Desk,
  hash: Hash,
  decision: { readonly decision: KernelDecision; readonly reason: string },
): Promise<void> {
  if (!(await decideKernel(desk.db, hash, decision))) await kernelOf(desk, hash);
  desk.dispatcher.lookForJobs();
}
