/** The jobs that this coordinator works on. */
import type { JobId } from '@manyhands/protocol';
import { requeue } from './auditing.ts';
import { dropAssignment, giveUp, removeFlight } from './flights.ts';
import type { JobTerms } from './journal.ts';
import { dropSlice } from './settling.ts';
import type { OpenJob } from './state.ts';
import { isResting, offer, type World } from './world.ts';

/** Opens running jobs that are not known here yet, and takes over what changed of the others. */
export async function openJobs(world: World): Promise<void> {
  for (const terms of await world.ports.journal.runningJobs()) {
    const job = world.jobs.get(terms.id);
    if (job === undefined) world.jobs.set(terms.id, openJob(world, terms));
    else changeTerms(world, job, terms);
  }
}

function openJob(world: World, terms: JobTerms): OpenJob {
  return {
    terms,
    number: world.jobCounter++,
    slices: new Map(),
    fresh: new Set(),
    waiting: new Set(),
    counts: { waiting: 0, inFlight: 0, refereed: 0, held: 0, final: 0 },
    flights: 0,
    claiming: false,
    claimAfter: 0,
    exhausted: false,
    carvedTo: 0,
    cancelled: false,
    reason: null,
    pass: world.served,
    rate: 0,
    paceAt: world.now(),
    paceItems: 0,
    fuelPerItem: 0,
    itemMs: 0,
    bytesPerItem: 0,
    stragglers: [],
    stragglersAt: 0,
    timing: false,
    rateIsKnown: false,
  };
}

function changeTerms(world: World, job: OpenJob, terms: JobTerms): void {
  const { itemCount, withheld } = job.terms;
  const rested = isResting(job);
  job.terms = terms;
  if (terms.itemCount > itemCount) {
    job.exhausted = false;
    job.claimAfter = 0;
  }
  const rests = isResting(job);
  if ((rests && !rested) || (terms.withheld && !withheld)) callBack(world, job);
  if (terms.withheld && !withheld) {
    dropParked(world, job);
    withdrawAudits(world, job);
  }
  if (!rests && rested) {
    job.claimAfter = 0;
    if (job.waiting.size > 0 || job.fresh.size > 0) offer(world, job);
  }
}

/** Pauses a job, or lets it go on, until the journal says otherwise. */
export function pauseJob(world: World, id: JobId, paused: boolean): void {
  const job = world.jobs.get(id);
  if (job) changeTerms(world, job, { ...job.terms, paused });
}

/** What is in flight of a job that rests waits here; audits of it are looked after by others once it goes on. */
function callBack(world: World, job: OpenJob): void {
  world.ready.delete(job);
  for (const session of world.sessions)
    for (const assignment of [...session.assignments.values()])
      if (assignment.job === job) {
        dropAssignment(world, assignment, { cancel: true });
        giveUp(world, assignment);
      }
}

/** Whoever lost its connection is told to drop it when it is back. */
function dropParked(world: World, job: OpenJob): void {
  for (const parked of world.parked.values())
    for (const assignment of [...parked])
      if (assignment.job === job) {
        dropAssignment(world, assignment, { cancel: false });
        giveUp(world, assignment);
      }
}

/** Audits of a withheld job are no device's business any more: the referee does them. */
function withdrawAudits(world: World, job: OpenJob): void {
  for (const device of world.auditing) {
    const withdrawn = device.due.filter(({ unit }) => unit.slice.job === job);
    if (withdrawn.length === 0) continue;
    device.due = device.due.filter(({ unit }) => unit.slice.job !== job);
    for (const audit of withdrawn) if (audit.state === 'due') requeue(world, audit);
  }
}

/** A job is cancelled or certified: nothing of it is wanted any more. */
export function dropJob(world: World, id: JobId): void {
  const job = world.jobs.get(id);
  if (job === undefined) return;
  job.cancelled = true;
  world.ready.delete(job);
  for (const unit of world.calls) if (unit.slice.job === job) world.calls.delete(unit);
  for (const session of world.sessions)
    for (const assignment of [...session.assignments.values()])
      if (assignment.job === job && removeFlight(world, assignment))
        session.link.send({ kind: 'cancel', assignment: assignment.id });
  for (const slice of [...job.slices.values()]) dropSlice(world, slice);
  for (const session of world.sessions) session.told.delete(job);
  world.jobs.delete(id);
}
