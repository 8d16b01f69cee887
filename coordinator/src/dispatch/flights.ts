/** Assignments under way: how they end. */
import type { AssignmentId } from '@manyhands/protocol';
import { isOwed, requeue } from './auditing.ts';
import type { Assignment, Session } from './state.ts';
import { returnUnit } from './units.ts';
import { offer, type World } from './world.ts';

/** Takes an assignment out of its session; what it carried is the caller's to look after. */
export function removeFlight(world: World, assignment: Assignment): boolean {
  const { session, job } = assignment;
  world.deadlines.delete(assignment, assignment.dueAt);
  if (!session.assignments.delete(assignment.id)) return false;
  job.flights--;
  if (session.open > 0 && world.sessions.has(session)) world.hungry.add(session);
  return true;
}

/** Ends an assignment of which nothing is wanted; the contributor is told where it still listens. */
export function dropAssignment(world: World, assignment: Assignment, { cancel }: { cancel: boolean }): void {
  const { session } = assignment;
  if (!removeFlight(world, assignment)) {
    unpark(world, assignment);
    return;
  }
  if (cancel && world.sessions.has(session)) session.link.send({ kind: 'cancel', assignment: assignment.id });
}

function unpark(world: World, assignment: Assignment): void {
  const parked = world.parked.get(assignment.session.device.id);
  if (parked?.delete(assignment)) assignment.job.flights--;
}

/** Gives everything of an assignment to others: it will not be answered. */
export function giveUp(world: World, assignment: Assignment): void {
  for (const { audit } of assignment.audits) if (isOwed(audit)) requeue(world, audit);
  for (const unit of assignment.units) returnUnit(world, unit, assignment);
}

/** Keeps what a session computes for a while: it may only have lost its connection. */
export function park(world: World, session: Session): void {
  const { device } = session;
  const parked = world.parked.get(device.id) ?? new Set();
  for (const assignment of session.assignments.values()) {
    world.deadlines.delete(assignment, assignment.dueAt);
    parked.add(assignment);
  }
  session.assignments.clear();
  world.parked.set(device.id, parked);
  world.later.push({ at: world.now() + world.graceMs, act: () => releaseParked(world, session) });
}

/**
 * Hands parked assignments over to a new session of the same device, as far as it still computes them; what it keeps in
 * vain it is told to drop. `isOfUse` says whether an answer to an unknown one might still be taken.
 */
export function resume(
  world: World,
  session: Session,
  keeps: readonly string[],
  isOfUse: (id: string) => boolean,
): void {
  const parked = world.parked.get(session.device.id);
  const byId = new Map([...(parked ?? [])].map((assignment) => [assignment.id as string, assignment]));
  for (const id of new Set(keeps)) {
    const assignment = byId.get(id);
    if (assignment === undefined) {
      if (!world.uncredited.has(id as AssignmentId) && !isOfUse(id))
        session.link.send({ kind: 'cancel', assignment: id });
      continue;
    }
    parked?.delete(assignment);
    assignment.session = session;
    session.assignments.set(assignment.id, assignment);
    world.deadlines.add(assignment, assignment.dueAt);
  }
  releaseParked(world, session);
}

/** Gives to others what is parked of a session's device. */
export function releaseParked(world: World, { device }: Pick<Session, 'device'>): void {
  const parked = world.parked.get(device.id);
  if (parked === undefined) return;
  world.parked.delete(device.id);
  for (const assignment of parked) {
    assignment.job.flights--;
    giveUp(world, assignment);
    offer(world, assignment.job);
  }
}
