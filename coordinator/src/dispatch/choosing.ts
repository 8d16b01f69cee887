/** Contributors choose jobs, and what jobs may be for: of others a device is given nothing, not even audits. */
import { type Acceptance, isChosen } from '../domain/acceptance.ts';
import { requeue } from './auditing.ts';
import { dropAssignment, giveUp } from './flights.ts';
import type { DeviceState, OpenJob, Session } from './state.ts';
import { mayServe } from './trusted.ts';
import { offer, type World } from './world.ts';

/** Whether a job comes before another for a device: what it chose does [CT2], else what got the least for its weight. */
export function comesBefore({ accepts }: DeviceState, job: OpenJob, other: OpenJob): boolean {
  const isFirst = isChosen(accepts, job.terms);
  return isFirst === isChosen(accepts, other.terms) ? job.pass < other.pass : isFirst;
}

/** Whether a job has to wait for the device because one that it chose has something to give out [CT2]. */
export function comesLater(world: World, { accepts }: DeviceState, job: OpenJob): boolean {
  if (accepts === null || accepts.jobs.size === 0 || isChosen(accepts, job.terms)) return false;
  for (const ready of world.ready) if (isChosen(accepts, ready.terms)) return true;
  return false;
}

/** Adds what a site allows to what is allowed already; none named: all. */
export function allow(device: DeviceState, categories: readonly string[]): void {
  if (categories.length === 0) return;
  const { allows } = device;
  device.allows = new Set(allows === null ? categories : categories.filter((each) => allows.has(each)));
}

/** A device accepts other things from now on; null: everything. What it has that it does not accept goes to somebody else. */
export function accept(world: World, { device }: Session, acceptance: Acceptance | null): void {
  device.accepts = acceptance;
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
