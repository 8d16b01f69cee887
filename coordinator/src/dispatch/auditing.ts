/** Draws audits, finds auditors for them, and takes their results. */
import {
  auditCount,
  type DeviceId,
  type Draw,
  drawPositions,
  fromHex,
  type ItemIndex,
  type ItemResult,
} from '@manyhands/protocol';
import { chooseAuditor, mayBeOne, type Party } from '../domain/eligibility.ts';
import { earnerOf } from '../domain/pay.ts';
import { sameResult } from '../domain/verdict.ts';
import { dispute } from './disputes.ts';
import { updateFinality } from './finality.ts';
import type { Auditor, PaidTo } from './journal.ts';
import { runReferee } from './refereeing.ts';
import {
  type Accepted,
  type Audit,
  type DeviceState,
  type ExitCheck,
  isAccepted,
  partyOf,
  type Unit,
  unitKey,
  type World,
} from './state.ts';
import { noteTiming } from './timing.ts';

/** How long an audit waits for another device to be there before the referee does it. */
const ALONE_MS = 300;
/** How long an auditor may leave an audit lying before another one is asked. */
const DUE_MS = 5_000;
const MAX_TRIES = 3;

export const drawOf = (unit: Unit & { state: Accepted }, round: number): Draw => ({
  secret: unit.job.terms.drawSecret,
  assignment: unit.state.answer.assignment,
  digest: fromHex(unit.state.answer.digest),
  items: unit.count,
  round,
});

/** The positions drawn at the answer itself [VF4]. */
export function firstDraw(draw: Draw, ratePpm: number): number[] {
  return drawPositions(draw, auditCount(draw, ratePpm));
}

/** Notes that an item of a unit is to be audited, as part of an exit check or by itself, and looks for an auditor. */
export function oweAudit(
  world: World,
  unit: Unit & { state: Accepted },
  position: number,
  exit: ExitCheck | null,
): void {
  const audit: Audit = {
    unit,
    attempt: unit.attempt,
    position,
    exit,
    state: 'queued',
    target: null,
    since: world.now(),
    tries: 0,
  };
  unit.state.owed.add(audit);
  if (exit) exit.pending++;
  queueAudit(world, audit);
}

/** Finds an auditor, or leaves the audit queued until somebody comes or the referee takes it. */
export function queueAudit(world: World, audit: Audit): void {
  if (!isOwed(audit)) return;
  const { policy } = audit.unit.job.terms;
  const refereePpm = policy.kind === 'audit' ? policy.refereePpm : 0;
  const candidates = auditorsFor(world, audit.unit);
  const spent = audit.tries >= MAX_TRIES;
  const auditor =
    world.ports.random() * 1e6 < refereePpm || spent ? null : chooseAuditor(candidates, world.ports.random);
  audit.since = world.now();
  if (auditor !== null) {
    audit.state = 'due';
    audit.target = auditor;
    auditor.due.push(audit);
  } else if (spent || candidates.length > 0) {
    auditByReferee(world, audit);
  } else {
    audit.state = 'queued';
    audit.target = null;
    world.queued.push(audit);
  }
}

export const isOwed = (audit: Audit): boolean =>
  audit.state !== 'void' &&
  audit.unit.attempt === audit.attempt &&
  isAccepted(audit.unit) &&
  audit.unit.state.owed.has(audit);

/** Connected devices that may re-execute items of a unit [AS1]. */
export function auditorsFor(world: World, unit: Unit): DeviceState[] {
  const workers = partiesOf(world, unit);
  const able = (device: DeviceState): boolean =>
    !device.banned &&
    [...device.sessions].some((session) => session.open > 0) &&
    partiesOfDevice(device).every((party) => workers.every((worker) => !mayBeOne(party, worker)));
  return [...world.devices.values()].filter(able);
}

const partiesOfDevice = (device: DeviceState): Party[] => [...device.sessions].map(partyOf);

function partiesOf(world: World, unit: Unit): Party[] {
  if (!isAccepted(unit) || unit.state.answer.device === 'referee') return [];
  const { device, paid } = unit.state.answer;
  const now = world.devices.get(device);
  return [{ device, earner: earnerOf(paid), prefix: '' }, ...(now ? partiesOfDevice(now) : [])];
}

/** Hands audits that wait for nobody to the referee, and asks again where an auditor sits on one. */
export function tendAudits(world: World): void {
  const now = world.now();
  const waiting = world.queued;
  world.queued = [];
  for (const audit of waiting) {
    if (!isOwed(audit)) continue;
    if (now - audit.since >= ALONE_MS) auditByReferee(world, audit);
    else if (auditorsFor(world, audit.unit).length > 0) queueAudit(world, audit);
    else world.queued.push(audit);
  }
  for (const device of world.devices.values())
    releaseDue(world, device, (audit) => now - audit.since >= DUE_MS);
}

/** Takes audits back from a device that is slow or gone. */
export function releaseDue(world: World, device: DeviceState, which: (audit: Audit) => boolean): void {
  const released = device.due.filter(which);
  if (released.length === 0) return;
  device.due = device.due.filter((audit) => !which(audit));
  for (const audit of released) requeue(world, audit);
}

export function requeue(world: World, audit: Audit): void {
  audit.tries++;
  queueAudit(world, audit);
}

function auditByReferee(world: World, audit: Audit): void {
  audit.state = 'referee';
  const item = (audit.unit.first + audit.position) as ItemIndex;
  runReferee(world, {
    slice: audit.unit.slice,
    items: [item],
    timed: true,
    stillWanted: () => isOwed(audit),
    done: ([result]) => {
      noteTiming(world, audit.unit.job, item, result);
      takeAudit(world, audit, 'referee', { payee: '', site: '' }, result);
    },
    unable: () => waiveAudit(world, audit),
  });
}

/** Nobody can do this audit: it neither passes nor counts. */
function waiveAudit(world: World, audit: Audit): void {
  const { unit } = audit;
  closeAudit(audit);
  if (!isAccepted(unit) || unit.state.answer.device === 'referee') return;
  const worker = world.devices.get(unit.state.answer.device);
  if (worker) updateFinality(world, worker);
}

function closeAudit(audit: Audit): void {
  audit.state = 'void';
  if (isAccepted(audit.unit)) audit.unit.state.owed.delete(audit);
  if (audit.exit) audit.exit.pending--;
}

/** What an auditor returned for one item: it agrees, or there is a dispute. */
export function takeAudit(
  world: World,
  audit: Audit,
  auditor: Auditor,
  paid: PaidTo,
  result: ItemResult,
): void {
  const { unit } = audit;
  if (!isOwed(audit) || !isAccepted(unit)) return;
  if (sameResult(unit.state.answer.results[audit.position], result))
    passAudit(world, audit, auditor, paid, result.fuel);
  else dispute(world, audit, auditor, paid, result);
}

export function passAudit(world: World, audit: Audit, auditor: Auditor, paid: PaidTo, fuel: bigint): void {
  const { unit } = audit;
  if (!isAccepted(unit)) return;
  const item = (unit.first + audit.position) as ItemIndex;
  closeAudit(audit);
  unit.state.passed.push({ auditor, paid, fuel, item });
  world.batch.batch.audits.push({ ...unitKey(unit), item, auditor, paid, fuel, verdict: 'passed' });
  if (auditor !== 'referee') world.devices.get(auditor as DeviceId)?.vouched.add(unit);
  if (unit.state.answer.device === 'referee') return;
  const worker = world.devices.get(unit.state.answer.device);
  if (worker === undefined) return;
  worker.passed++;
  updateFinality(world, worker);
}
