/** Contributors choose what jobs may be for: of other jobs a device is given nothing, not even audits. */
import { requeue } from './auditing.ts';
import { dropAssignment, giveUp } from './flights.ts';
import type { DeviceState, Session } from './state.ts';
import { mayServe } from './trusted.ts';
import { offer, type World } from './world.ts';

/** Adds what a site allows to what is allowed already; none named: all. */
export function allow(device: DeviceState, categories: readonly string[]): void {
  if (categories.length === 0) return;
  const { allows } = device;
  device.allows = new Set(allows === null ? categories : categories.filter((each) => allows.has(each)));
}

/** A device accepts these categories from now on; none named: all. What it has of others goes to somebody else. */
export function accept(world: World, { device }: Session, categories: readonly string[]): void {
  device.accepts = categories.length === 0 ? null : new Set(categories);
  world.work++;
  // What was given back because nobody accepted it need not wait until the journal would be asked again anyway.
  for (const job of world.jobs.values()) if (job.counts.waiting === 0) job.claimAfter = 0;
  for (const session of device.sessions)
    for (const assignment of [...session.assignments.values()])
      if (!mayServe(assignment.job, device)) {
        dropAssignment(world, assignment, { cancel: true });
        giveUp(world, assignment);
        offer(world, assignment.job);
      }
  const others = device.due.filter(({ unit }) => !mayServe(unit.slice.job, device));
  if (others.length === 0) return;
  device.due = device.due.filter(({ unit }) => mayServe(unit.slice.job, device));
  for (const audit of others) if (audit.state === 'due') requeue(world, audit);
}
