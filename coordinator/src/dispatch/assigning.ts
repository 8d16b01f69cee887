/** Keeps the window of every seat full [AS2]. */
import { type AssignmentId, LIMITS } from '@manyhands/protocol';
import { isOwed, requeue } from './auditing.ts';
import { inputsOf } from './laying-out.ts';
import { isOnProbation, lateAt } from './pacing.ts';
import { copiesWanted } from './quorum.ts';
import { sealAssignment } from './sealing.ts';
import { type Load, mayTake, nextLoad, nextStraggler } from './sharing.ts';
import type { Assignment, Audit, AuditPart, DeviceState, OpenJob, Session, Unit } from './state.ts';
import { addCopy, copiesOf, enterInFlight, want } from './units.ts';
import type { World } from './world.ts';

/** Audits mixed into one assignment at most, as a share of its items, so that they hide among ordinary ones. */
const AUDIT_SHARE = 4;
const AUDITS_AT_LEAST = 8;
/** An audit that found no ordinary work to hide in for this long travels alone. */
const HIDE_MS = 500;
/** How often a newcomer is let in while the referee has too much to do. */
const NEWCOMER_MS = 1_000;

/** What arrives waits longer than this: whoever gets more would only wait longer with its next answer. */
const BEHIND_MS = 1_000;

/**
 * Sessions with room in their windows, as far as there is something that they have not been offered. Those that are left
 * when the clock has come to `until` have their turn the next time; true where there are such.
 */
export function fillHungry(world: World, until: number): boolean {
  const isLeftOver = fillInTurn(world, until);
  world.isPressed = isLeftOver || world.isBehind;
  if (world.isPressed) world.pressedAt = world.now();
  return isLeftOver;
}

function fillInTurn(world: World, until: number): boolean {
  if (!mayGive(world)) return false;
  let looks = world.hungry.size;
  for (const session of world.hungry) {
    if (looks-- === 0) return false;
    if (session.sawWork === world.work && session.device.due.length === 0) continue;
    // Whoever gets less than it has room for goes to the end.
    world.hungry.delete(session);
    fill(world, session, world.isPressed ? 1 : undefined);
    if (world.now() >= until) return looks > 0;
  }
  return false;
}

/** Notes whether this process keeps up with what arrives; once it does again, all that wait are asked. */
export function noteBehind(world: World): void {
  const was = world.isBehind;
  world.isBehind = world.hearing.behindMs(world.now()) > BEHIND_MS;
  if (was && !world.isBehind) world.work++;
}

/** What a session has room for at once; where others wait for their turn, it waits for its own. */
export function fillOrWait(world: World, session: Session): void {
  if (!world.isPressed) fill(world, session);
  else if (session.open > 0) world.hungry.add(session);
}

/** Gives a session what it has room for, `most` assignments at most. */
export function fill(world: World, session: Session, most = Number.POSITIVE_INFINITY): void {
  const window = Math.min(windowOf(world, session), session.assignments.size + most);
  while (session.assignments.size < window && mayWork(world, session)) {
    const assignment = nextAssignment(world, session);
    if (assignment === null) break;
    issue(session, assignment);
  }
  session.sawWork = world.work;
  if (session.assignments.size < session.open * LIMITS.seatWindow) world.hungry.add(session);
  else world.hungry.delete(session);
  noteBegun(session);
}

/** Assignments that a session may have: on probation one, of which the check must pass before there is another [PB1]. */
function windowOf(world: World, session: Session): number {
  const { device, open } = session;
  if (!isOnProbation(world, device)) return open * LIMITS.seatWindow;
  return isWaiting(world, device) && device.due.length === 0 ? 0 : Math.min(1, open);
}

/** On probation, and what it answered is not checked yet: it may check others meanwhile, or strangers wait for each other. */
const isWaiting = (world: World, device: DeviceState): boolean =>
  isOnProbation(world, device) && device.held.length > 0;

const mayGive = ({ draining, storeBusy, isBehind }: World): boolean => !draining && !storeBusy && !isBehind;

function mayWork(world: World, session: Session): boolean {
  if (!mayGive(world) || session.device.banned) return false;
  if (session.admitted || world.strain <= 1 || session.device.passed > 0) return true;
  if (world.now() < world.nextNewcomerAt) return false;
  world.nextNewcomerAt = world.now() + NEWCOMER_MS;
  session.admitted = true;
  return true;
}

/** Seats take what was issued first: as many assignments as there are seats are being computed. */
function noteBegun(session: Session): void {
  let seats = session.open;
  for (const assignment of session.assignments.values()) {
    if (seats-- <= 0) return;
    if (assignment.beganAt < 0) assignment.beganAt = Math.max(assignment.issuedAt, session.freeAt);
  }
}

function nextAssignment(world: World, session: Session): Assignment | null {
  const call = nextCall(world, session);
  if (call) return makeAssignment(world, session, call, []);
  const { device } = session;
  const oldest = oldestDue(session);
  const waits = isWaiting(world, device);
  const isOverdue = oldest !== null && (waits || world.now() - oldest.since >= HIDE_MS);
  const load = waits ? null : loadFor(world, session, isOverdue ? oldest.unit.slice.job : undefined);
  if (load === null && oldest === null) return null;
  const job = load?.job ?? (oldest as Audit).unit.slice.job;
  if (load === null && !isOverdue && !job.exhausted) return null;
  const audits = device.due.length === 0 ? [] : takeDue(session, job, load);
  if (load === null && audits.length === 0) return null;
  return makeAssignment(world, session, load ?? { job, units: [] }, audits);
}

const loadFor = (world: World, session: Session, prefer: OpenJob | undefined): Load | null =>
  nextLoad(world, session, prefer) ?? nextStraggler(world, session);

/** A single item that somebody waits for. */
function nextCall(world: World, session: Session): Load | null {
  for (const unit of world.calls) {
    if (!mayTake(world, unit, session)) continue;
    world.calls.delete(unit);
    enterInFlight(unit);
    return { job: unit.slice.job, units: [unit] };
  }
  return null;
}

/** The first audit that the device still is to do. */
function oldestDue({ device }: Session): Audit | null {
  while (device.due.length > 0) {
    if (isOwed(device.due[0]) && device.due[0].state === 'due') return device.due[0];
    device.due.shift();
  }
  return null;
}

/** Audits of a job that hide among the load, oldest first. */
function takeDue({ device }: Session, job: OpenJob, load: Load | null): Audit[] {
  const items = load?.units.reduce((sum, unit) => sum + unit.count, 0) ?? 0;
  const most = Math.max(AUDITS_AT_LEAST, Math.floor(items / AUDIT_SHARE));
  const taken: Audit[] = [];
  const left: Audit[] = [];
  for (const audit of device.due) {
    if (audit.state !== 'due') continue;
    if (taken.length < most && audit.unit.slice.job === job) taken.push(audit);
    else left.push(audit);
  }
  device.due = left;
  return taken;
}

function makeAssignment(world: World, session: Session, load: Load, due: readonly Audit[]): Assignment {
  const { job, units } = load;
  const now = world.now();
  const counts = units.map((unit) => unit.count);
  const items = counts.reduce((sum, count) => sum + count, due.length);
  const audits = hidden(world, due, items);
  for (const audit of due) {
    audit.state = 'assigned';
    audit.since = now;
  }
  const slice = units.length > 0 ? units[0].slice : null;
  const id = sealAssignment(world, { job, slice, party: session.party, units, audits }) as AssignmentId;
  const dueAt = lateAt(world, job, session.device, items);
  const assignment: Assignment = {
    id,
    session,
    job,
    slice,
    units,
    counts,
    audits,
    items,
    issuedAt: now,
    beganAt: -1,
    dueAt,
  };
  for (const unit of units) addCopy(unit, assignment);
  session.assignments.set(id, assignment);
  world.deadlines.add(assignment, dueAt);
  job.flights++;
  return assignment;
}

/** Which places are taken; all 0 between calls. */
const places = new Uint8Array(2 * LIMITS.itemsPerAssignment);

/** Secretly chosen places for audits in a list of items. */
function hidden(world: World, due: readonly Audit[], items: number): AuditPart[] {
  for (let i = 0; i < due.length; i++) {
    let at = Math.floor(world.ports.random() * items);
    while (places[at] === 1) at = (at + 1) % items;
    places[at] = 1;
  }
  const parts: AuditPart[] = [];
  for (let at = 0; parts.length < due.length; at++) {
    if (places[at] === 0) continue;
    places[at] = 0;
    parts.push({ at, audit: due[parts.length] });
  }
  return parts;
}

function issue(session: Session, assignment: Assignment): void {
  const { job, id } = assignment;
  const { link, told } = session;
  if (!told.has(job)) {
    if (told.size >= LIMITS.jobsPerConnection) told.clear();
    told.add(job);
    const { terms, number } = job;
    link.send({
      kind: 'job',
      number,
      job: terms.id,
      title: terms.title,
      kernel: terms.kernel,
      researcher: terms.researcher,
      build: terms.build,
      hooked: terms.hooked,
      datasets: [...terms.datasets],
      fuelCap: terms.fuelCap,
    });
  }
  const { lengths, bytes } = inputsOf(assignment);
  link.send({ kind: 'assign', assignment: id, job: job.number, lengths, inputs: bytes });
}

/** Gives what is late to somebody else too; the first answer counts. */
export function reissueLate(world: World): void {
  const heardTo = world.heardTo();
  for (const assignment of world.deadlines.take(heardTo)) {
    const { session } = assignment;
    if (session.assignments.get(assignment.id) !== assignment) continue;
    if (session.silentSince < 0) session.silentSince = heardTo;
    for (const unit of assignment.units)
      if (isMissed(world, unit, assignment)) giveToAnother(world, unit, session);
    for (const { audit } of assignment.audits) if (audit.state === 'assigned') requeue(world, audit);
  }
}

const isMissed = (world: World, unit: Unit, assignment: Assignment): boolean =>
  unit.state.kind === 'inFlight' && copiesOf(unit).includes(assignment) && copiesWanted(world, unit) > 0;

function giveToAnother(world: World, unit: Unit, { device }: Session): void {
  unit.failedOn ??= new Set();
  unit.failedOn.add(device.id);
  unit.waitingSince = world.now();
  want(world, unit);
}
