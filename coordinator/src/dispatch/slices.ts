/** Leases ranges of items, and remembers what earlier owners did of them. */
import { type DeviceId, type InputRows, type Reason, reasonOf, type SliceId } from '@manyhands/protocol';
import { priceAt, worstPrice } from '../domain/pay.ts';
import { nextRate, type RateHistory } from '../domain/rate.ts';
import { checksPpm, reservePerItem } from '../domain/reserve.ts';
import { SLICE_SECONDS, sliceItems } from '../domain/sizing.ts';
import { adoptOrphans } from './adopting.ts';
import { fillHungry } from './assigning.ts';
import { deviceState } from './devices.ts';
import { undoWork } from './disputes.ts';
import type { Claim, JobTerms, SliceGrant, SliceTerms } from './journal.ts';
import { restoreUnits } from './restoring.ts';
import { dropSlice, settleIfDone } from './settling.ts';
import type { OpenJob, OpenSlice } from './state.ts';
import { timeItems } from './timing.ts';
import { isServed } from './trusted.ts';
import { isResting, markDirty, offer, type World } from './world.ts';

/** How soon a job that had nothing free, or no budget, is asked again: others may give slices back. */
const ASK_AGAIN_MS = 1_000;
/** Windows of units for every seat that are claimed ahead, and seconds of what is accepted here. */
const AHEAD = 2;
const AHEAD_SECONDS = 3;
/** The same, and the seconds of a slice, while later slices may pay otherwise. */
const AHEAD_SECONDS_UNKNOWN = 2;
/** So long seats that wait are filled at once when there is something new; the others are at the next ticks. */
const MOMENT_MS = 2;
const UNKNOWN_SECONDS = 0.5;

/** Asks for slices of all jobs with fewer units ahead than their seats can take. One claim of a job at a time. */
export function claimSlices(world: World): Promise<unknown> {
  const claims: Promise<void>[] = [];
  for (const job of world.jobs.values()) if (isShort(world, job)) claims.push(claimFor(world, job));
  return Promise.all(claims);
}

function isShort(world: World, job: OpenJob): boolean {
  const { terms, counts } = job;
  if (job.claiming || job.cancelled || world.draining || world.now() < job.claimAfter) return false;
  if (world.now() < world.claimsFrom && !isServed(world, job)) return false;
  // Seats never wait for a database that takes a moment.
  const seconds = mayPayOtherwise(job) ? AHEAD_SECONDS_UNKNOWN : AHEAD_SECONDS;
  const ahead = Math.max(AHEAD * world.seats * terms.unitItems, seconds * job.rate);
  return counts.waiting <= ahead;
}

const mayPayOtherwise = ({ terms, rateIsKnown }: OpenJob): boolean => terms.price !== null && !rateIsKnown;

async function claimFor(world: World, job: OpenJob): Promise<void> {
  const { terms } = job;
  job.claiming = true;
  try {
    const { seats } = world;
    const remaining = Math.max(1, terms.itemCount - job.carvedTo);
    // Whoever has nothing left to give out knows a rate that is too low.
    const itemsPerSecond = job.rate * (job.counts.waiting === 0 ? 2 : 1);
    const sizing = { unitItems: terms.unitItems, seats, itemsPerSecond, remaining };
    const count = sliceItems(sizing, SLICE_SECONDS);
    const small = sliceItems(sizing, UNKNOWN_SECONDS);
    const claim = await world.ports.journal.claim(world.ports.me, {
      job: terms.id,
      count,
      // What was granted in a reply that never came is granted again.
      holding: [...job.slices.keys(), ...world.settling, ...world.opening],
      termsAfter: (history) => termsAfter(job, history, small),
      // Without seats nothing new is carved: only work of the past is taken up, to finish checking it.
      carve: seats > 0 && !isResting(job) && world.heldBytes < world.memoryBytes,
    });
    if (claim.kind === 'granted') await takeGrant(world, job, claim.slice);
    else noteNothingFree(world, job, claim);
  } catch (cause) {
    job.claimAfter = world.now() + ASK_AGAIN_MS;
    world.ports.report({ kind: 'trouble', what: `claiming a slice of job ${terms.id} failed`, cause });
  } finally {
    job.claiming = false;
  }
  // One slice after the other until enough is here, not one a tick.
  if (!mayPayOtherwise(job) && isShort(world, job)) await claimFor(world, job);
}

async function takeGrant(world: World, job: OpenJob, grant: SliceGrant): Promise<void> {
  job.reason = null;
  job.exhausted = false;
  const slice = await openSlice(world, job, grant);
  if (slice === null) return;
  timeItems(world, slice);
  fillHungry(world, world.now() + MOMENT_MS);
}

function noteNothingFree(world: World, job: OpenJob, claim: Exclude<Claim, { kind: 'granted' }>): void {
  const { terms } = job;
  job.claimAfter = world.now() + ASK_AGAIN_MS;
  job.exhausted = claim.kind !== 'none' || (world.seats > 0 && !isResting(job)) || job.exhausted;
  job.reason = shortReason(terms, claim);
  if (claim.kind === 'none' && job.slices.size === 0)
    world.ports.report({ kind: 'jobComplete', job: terms.id });
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

const LIMIT_REASONS = {
  day: 'DAY_LIMIT',
  total: 'TOTAL_LIMIT',
  exit: 'CHANNEL_EXITING',
  voucher: 'VOUCHER_DUE',
} as const;

function shortReason(terms: JobTerms, claim: Exclude<Claim, { kind: 'granted' }>): Reason | null {
  switch (claim.kind) {
    case 'none':
      return null;
    case 'budget':
      return reasonOf('BUDGET_SPENT', shortOf(terms, claim));
    case 'limit':
      return reasonOf(LIMIT_REASONS[claim.of]);
  }
}

function shortOf({ rate }: JobTerms, { terms }: Extract<Claim, { kind: 'budget' }>): string {
  const more = terms.rate / rate;
  const why = more > 1.05 ? `, whose items take ${more.toFixed(1)} times the time of the first samples` : '';
  return `The budget does not cover more of this job${why}; extend it to go on.`;
}

/** Null where the job ended while its past was read. `row`: the input of its only item, where it is at hand. */
export async function openSlice(
  world: World,
  job: OpenJob,
  grant: SliceGrant,
  inputs = world.ports.inputs(job.terms, grant.first, grant.count),
): Promise<OpenSlice | null> {
  // While its past is read it is nobody else's to be granted.
  world.opening.add(grant.id);
  try {
    return await open(world, job, grant, await inputs);
  } finally {
    world.opening.delete(grant.id);
  }
}

async function open(
  world: World,
  job: OpenJob,
  grant: SliceGrant,
  inputs: InputRows,
): Promise<OpenSlice | null> {
  const { id, fence, rate, first, count } = grant;
  const { terms } = job;
  const involved = new Set<string>();
  for (const { answer, passed } of grant.units)
    for (const device of [answer.device, ...passed.map((audit) => audit.auditor)])
      if (device !== 'referee') involved.add(device);
  const devices = await Promise.all([...involved].map((device) => deviceState(world, device as DeviceId)));
  const price = terms.price && priceAt(terms.price, rate);
  const worst = price ? worstPrice(price, terms.fuelCap, checksPpm(terms.policy)) : 0n;
  const slice: OpenSlice = {
    id,
    job,
    fence,
    rate,
    price,
    worst,
    first,
    count,
    inputs,
    gaps: [],
    units: [],
    byFirst: null,
    open: count,
    owedLate: 0,
    answerBytes: 0,
  };
  if (job.cancelled) return null;
  // Lost and claimed again before anybody here noticed: what was known of it under the old fence is void.
  const stale = job.slices.get(id);
  if (stale) dropSlice(world, stale);
  job.slices.set(id, slice);
  job.carvedTo = Math.max(job.carvedTo, first + count);
  restoreUnits(world, slice, grant);
  for (const { first: from, end } of slice.gaps) job.counts.waiting += end - from;
  if (slice.gaps.length > 0) {
    job.fresh.add(slice);
    offer(world, job);
  }
  for (const device of devices) {
    // It may have been banned by somebody else since the slice was stored.
    if (device.banned) undoWork(world, device);
    else markDirty(world, device);
  }
  adoptOrphans(world, slice);
  settleIfDone(world, slice);
  return slice;
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
