/** Private pools: who may serve a job at all. */
import type { DeviceId, Policy } from '@manyhands/protocol';
import { mayWork } from '../domain/policy-trusted.ts';
import type { OpenJob } from './state.ts';

/** What was decided about devices before: a pool may have a thousand, and is asked for every assignment. */
const decided = new WeakMap<Policy, Map<DeviceId, boolean>>();
const REMEMBERED = 10_000;

/** Whether a device may be given items of a job, audits included [VF7]. */
export function mayServe({ terms }: OpenJob, device: DeviceId): boolean {
  const { policy } = terms;
  if (policy.kind !== 'trusted') return true;
  let known = decided.get(policy);
  if (known === undefined || known.size > REMEMBERED) {
    known = new Map();
    decided.set(policy, known);
  }
  let may = known.get(device);
  if (may === undefined) {
    may = mayWork(policy, device);
    known.set(device, may);
  }
  return may;
}
