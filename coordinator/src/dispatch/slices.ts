/** Leases ranges of items, remembers what earlier owners did of them, and gives them up when all is final. */
import { type ItemIndex, type JobId, reasonOf, type SliceId } from '@manyhands/protocol';
import { priceAt } from '../domain/pay.ts';
import { nextRate, type RateHistory } from '../domain/rate.ts';
import { reservePerItem } from '../domain/reserve.ts';
import { sliceItems } from '../domain/sizing.ts';
import { isOwed, oweAudit, requeue } from './auditing.ts';
import { deviceState } from './devices.ts';
import { undoWork } from './disputes.ts';
import { updateFinality } from './finality.ts';
import type { Claim, JobTerms, SliceGrant, SliceTerms, StoredUnit } from './journal.ts';
import type { InputRows } from './ports.ts';
import {
  type Accepted,
  fuelOf,
  isAccepted,
  type OpenJob,
  type OpenSlice,
  type Unit,
  type World,
} from './state.ts';
import { timeItems } from './timing.ts';
import { forget, newUnit, returnUnit } from './units.ts';

/** How soon a job that had nothing free, or no budget, is asked again: others may give slices back. */
const ASK_AGAIN_MS = 1_000;

/** Opens running jobs that are not known here yet, and takes over what changed of the others. */
export async function openJobs(world: World): Promise<void> {
  for (const terms of await world.ports.journal.runningJobs()) {
    const known = world.jobs.get(terms.id);
    if (known === undefined) world.jobs.set(terms.id, openJob(terms));
    else renewTerms(world, known, terms);
  }
}

/** A job may grow, pause, go on, and change its weight while it runs. */
function renewTerms(world: World, job: OpenJob, terms: JobTerms): void {
  const { paused, itemCount } = job.terms;
  job.terms = terms;
  if (terms.itemCount !== itemCount || terms.paused !== paused) job.claimAfter = 0;
  if (terms.paused && !paused) recall(world, job);
}

/** Takes back what seats compute of a job, so that they turn to others at once. */
function recall(world: World, job: OpenJob): void {
  for (const session of world.sessions)
    for (const assignment of [...session.assignments.values()])
      if (assignment.job === job) {
        session.assignments.delete(assignment.id);
        session.link.send({ kind: 'cancel', assignment: assignment.id });
        if (assignment.unit) returnUnit(world, assignment.unit, assignment);
        for (const part of assignment.parts)
          if (part.kind === 'audit' && isOwed(part.audit)) requeue(world, part.audit);
      }
}

function openJob(terms: JobTerms): OpenJob {
  return {
    terms,
    slices: new Map(),
    waiting: [],
    claiming: false,
    claimAfter: 0,
    exhausted: false,
    cancelled: false,
    reason: null,
    rate: 0,
    unitMs: 0,
    timing: false,
    rateIsKnown: false,
  };
}

/** Claims a slice for every job that has seats to feed and less than a window of units ahead. */
export async function claimSlices(world: World): Promise<void> {
  const seats = [...world.sessions].reduce((sum, session) => sum + session.open, 0);
  const hungry = [...world.jobs.values()].filter(
    (job) =>
      !job.claiming &&
      !job.cancelled &&
      !job.terms.paused &&
      world.now() >= job.claimAfter &&
      job.waiting.length <= 2 * seats &&
      !world.draining,
  );
  await Promise.all(hungry.map((job) => claimFor(world, job, seats)));
}

async function claimFor(world: World, job: OpenJob, seats: number): Promise<void> {
  const { terms } = job;
  job.claiming = true;
  try {
    const count = sliceItems(terms.unitItems, seats, job.rate, terms.itemCount);
    const claim = await world.ports.journal.claim(world.ports.me, {
      job: terms.id,
      count,
      termsAfter: (history) =>
        termsAfter(job, history, sliceItems(terms.unitItems, seats, 0, terms.itemCount)),
      // Without seats nothing new is carved: only work of the past is taken up, to finish checking it.
      carve: seats > 0,
    });
    if (claim.kind === 'granted') {
      job.reason = null;
      job.exhausted = false;
      timeItems(world, await openSlice(world, job, claim.slice));
      return;
    }
    job.claimAfter = world.now() + ASK_AGAIN_MS;
    job.exhausted = true;
    job.reason = claim.kind === 'budget' ? reasonOf('BUDGET_SPENT', shortOf(terms, claim)) : null;
    if (claim.kind === 'none' && job.slices.size === 0)
      world.ports.report({ kind: 'jobComplete', job: terms.id });
  } catch (cause) {
    job.claimAfter = world.now() + ASK_AGAIN_MS;
    world.ports.report({ kind: 'trouble', what: `claiming a slice of job ${terms.id} failed`, cause });
  } finally {
    job.claiming = false;
  }
}

/** What a slice of the job pays when it is carved now. A paid one stays small until the rate is known. */
function termsAfter(job: OpenJob, history: RateHistory, small: number): SliceTerms {
  const { price, fuelCap, policy } = job.terms;
  const { rate, isKnown } = nextRate(history);
  if (price === null) return { rate, reservePerItem: 0n };
  job.rateIsKnown = isKnown;
  const reserved = reservePerItem(priceAt(price, rate), fuelCap, policy);
  return { rate, reservePerItem: reserved, most: isKnown ? undefined : small };
}

function shortOf({ rate }: JobTerms, { terms }: Extract<Claim, { kind: 'budget' }>): string {
  const more = terms.rate / rate;
  const why = more > 1.05 ? `, whose items take ${more.toFixed(1)} times the time of the first samples` : '';
  return `The budget does not cover more of this job${why}; a larger budget lets it go on.`;
}

export async function openSlice(
  world: World,
  job: OpenJob,
  grant: SliceGrant,
  rows?: InputRows,
): Promise<OpenSlice> {
  const devices = grant.units.flatMap((unit) =>
    unit.answer.device === 'referee' ? [] : [unit.answer.device],
  );
  for (const id of new Set(devices)) await deviceState(world, id);
  const { id, fence, rate } = grant;
  const price = job.terms.price && priceAt(job.terms.price, rate);
  const inputs = rows ?? (await world.ports.inputs(job.terms, grant.first, grant.count));
  const slice: OpenSlice = { id, job, fence, rate, price, inputs, units: new Set() };
  job.slices.set(grant.id, slice);
  let next: number = grant.first;
  const end = grant.first + grant.count;
  for (const stored of [...grant.units].sort((a, b) => a.first - b.first)) {
    carve(world, slice, next, stored.first);
    restore(world, slice, stored);
    next = stored.first + stored.count;
  }
  carve(world, slice, next, end);
  for (const id of new Set(devices)) {
    const device = await deviceState(world, id);
    // It may have been banned by somebody else since the slice was stored.
    if (device.banned) undoWork(world, device);
    else updateFinality(world, device);
  }
  return slice;
}

/** Fresh units for items that nobody has answered yet. */
function carve(world: World, slice: OpenSlice, first: number, end: number): void {
  const { unitItems } = slice.job.terms;
  for (let at = first; at < end; at += unitItems)
    slice.job.waiting.push(newUnit(slice, at as ItemIndex, Math.min(unitItems, end - at), 0, world.now()));
}

function restore(world: World, slice: OpenSlice, stored: StoredUnit): void {
  const again = stored.state === 'refuted';
  const unit = newUnit(slice, stored.first, stored.count, stored.attempt + (again ? 1 : 0), world.now());
  unit.alreadyPaid = stored.paid;
  unit.arrears = [...stored.arrears];
  if (again) {
    slice.job.waiting.push(unit);
    return;
  }
  const positions = new Set(stored.draws.flatMap((draw) => [...draw.positions]));
  const first = stored.draws.find((draw) => draw.round === 0)?.positions.length ?? 0;
  const state: Accepted = {
    kind: stored.state === 'final' ? 'final' : 'held',
    answer: stored.answer,
    fuel: fuelOf(stored.answer),
    drawn: first,
    positions,
    rounds: stored.draws.length || 1,
    owed: new Set(),
    passed: stored.passed.map((audit) => ({ ...audit })),
    carried: 0,
    exit: null,
    since: world.now(),
  };
  unit.state = state;
  const { device } = stored.answer;
  if (device !== 'referee') insertBySeq(world, unit, stored.seq);
  if (!isAccepted(unit) || state.kind === 'final') return;
  const done = new Set(stored.passed.map((audit) => audit.item - stored.first));
  for (const position of positions) if (!done.has(position)) oweAudit(world, unit, position, null);
}

/** Units of one device stay in the order of their answers, also when they come back from the database. */
function insertBySeq(world: World, unit: Unit, seq: number): void {
  if (!isAccepted(unit) || unit.state.answer.device === 'referee') return;
  const device = world.devices.get(unit.state.answer.device);
  if (device === undefined) return;
  unit.seq = seq;
  const at = device.units.findIndex((other) => other.seq > seq);
  device.units.splice(at < 0 ? device.units.length : at, 0, unit);
  for (const earned of unit.state.passed)
    if (earned.auditor !== 'referee') world.devices.get(earned.auditor)?.vouched.add(unit);
}

/** Settles slices of which every unit is final and nothing is owed. */
export function settleSlices(world: World): void {
  for (const job of world.jobs.values())
    for (const slice of job.slices.values())
      if ([...slice.units].every((unit) => unit.state.kind === 'final' && unit.state.owed.size === 0)) {
        world.batch.batch.settled.push({ slice: slice.id, fence: slice.fence });
        dropSlice(world, slice);
        job.claimAfter = 0;
      }
}

/** Forgets a slice: it is settled, or somebody else's now. */
export function dropSlice(world: World, slice: OpenSlice): void {
  const { job } = slice;
  job.slices.delete(slice.id);
  job.waiting = job.waiting.filter((unit) => unit.slice !== slice);
  for (const unit of slice.units) {
    if (isAccepted(unit)) {
      for (const audit of unit.state.owed) audit.state = 'void';
      for (const earned of unit.state.passed)
        if (earned.auditor !== 'referee') world.devices.get(earned.auditor)?.vouched.delete(unit);
      if (unit.state.answer.device !== 'referee') forget(world, unit, unit.state.answer.device);
    }
    // Answers still under way for it find another attempt and are dropped.
    unit.attempt = -1;
  }
}

export function dropJob(world: World, id: JobId): void {
  const job = world.jobs.get(id);
  if (job === undefined) return;
  job.cancelled = true;
  for (const slice of [...job.slices.values()]) dropSlice(world, slice);
  for (const session of world.sessions)
    for (const assignment of [...session.assignments.values()])
      if (assignment.job === job) {
        session.assignments.delete(assignment.id);
        session.link.send({ kind: 'cancel', assignment: assignment.id });
      }
  world.jobs.delete(id);
}

export function loseSlices(world: World, ids: readonly SliceId[]): void {
  for (const id of ids)
    for (const job of world.jobs.values()) {
      const slice = job.slices.get(id);
      if (slice === undefined) continue;
      world.ports.report({ kind: 'sliceLost', job: job.terms.id, slice: id });
      dropSlice(world, slice);
    }
}
