/** Who may serve a job at all: everybody, those of a private pool, or nobody while its kernel may not run. */
import type { DeviceId, Policy } from '@manyhands/protocol';
import { isMember, mayWork } from '../domain/policy-trusted.ts';
import type { DeviceState, OpenJob } from './state.ts';
import type { World } from './world.ts';

/** Whether somebody with open seats is here who may be given items of a job. */
export function isServed(world: World, job: OpenJob): boolean {
  if (job.terms.policy.kind !== 'trusted' || world.seats === 0) return world.seats > 0;
  for (const { open, device } of world.sessions) if (open > 0 && mayServe(job, device)) return true;
  return false;
}

/** Nobody is here who could do anything. */
export function isAlone(world: World): boolean {
  const jobs = [...world.jobs.values()];
  return world.seats === 0 || (jobs.length > 0 && !jobs.some((job) => isServed(world, job)));
}

/** What was decided about devices before: a pool may have a thousand, and is asked for every assignment. */
const decided = new WeakMap<Policy, Map<DeviceId, boolean>>();
const REMEMBERED = 10_000;

/** Whether a device may be given items of a job, audits included [VF7, KS1]. */
export function mayServe({ terms }: OpenJob, { id, pool }: DeviceState): boolean {
  if (terms.withheld) return false;
  const { policy } = terms;
  if (policy.kind !== 'trusted' || isMember(policy, pool)) return true;
  let known = decided.get(policy);
  if (known === undefined || known.size > REMEMBERED) {
    known = new Map();
    decided.set(policy, known);
  }
  let may = known.get(id);
  if (may === undefined) {
    may = mayWork(policy, id, null);
    known.set(id, may);
  }
  return may;
}
