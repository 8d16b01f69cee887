/** Who may serve a job at all: whoever accepts what it is for, or those of a private pool; nobody while its kernel may not run. */
import type { DeviceId, Policy } from '@manyhands/protocol';
import { isAccepted } from '../domain/acceptance.ts';
import { isMember, mayWork } from '../domain/policy-trusted.ts';
import type { DeviceState, OpenJob } from './state.ts';
import type { World } from './world.ts';

/** Whether somebody with open seats is here who may be given items of a job. */
export function isServed(world: World, job: OpenJob): boolean {
  if (world.seats === 0) return false;
  for (const { open, device } of world.sessions) if (open > 0 && isOpenTo(job, device)) return true;
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

/** Whether a device may be given items of a job, audits included [VF7, KS1, CT1, CT2]. */
export const mayServe = (job: OpenJob, device: DeviceState): boolean =>
  !job.terms.withheld && isOpenTo(job, device);

/** Whether the device, and the site for which it works, accept what the job is for, and the job the device. */
function isOpenTo({ terms }: OpenJob, device: DeviceState): boolean {
  if (!isAccepted(device.accepts, terms)) return false;
  if (device.allows !== null && !device.allows.has(terms.category ?? 'other')) return false;
  const { policy } = terms;
  return policy.kind !== 'trusted' || isMember(policy, device.pool) || isNamed(policy, device.id);
}

function isNamed(policy: Policy, id: DeviceId): boolean {
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
