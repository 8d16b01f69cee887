/** How sessions end. */
import { releaseDue } from './auditing.ts';
import { noteAuditor } from './auditors.ts';
import { giveUp, park, releaseParked, removeFlight } from './flights.ts';
import type { Session } from './state.ts';
import type { World } from './world.ts';

const VISIT_STEP = 0.02;

/** A session broke off: what it computes stays its device's for a moment. */
export function breakOff(world: World, session: Session): void {
  if (!world.sessions.has(session)) return;
  if (session.assignments.size > 0 && !world.draining) park(world, session);
  takeOut(world, session);
}

/** A session is over: what it had goes to others at once. Nothing is lost but the time. */
export function leaveNow(world: World, session: Session): void {
  if (!world.sessions.has(session)) return;
  for (const assignment of [...session.assignments.values()]) {
    removeFlight(world, assignment);
    giveUp(world, assignment);
  }
  releaseParked(world, session);
  takeOut(world, session);
}

function takeOut(world: World, session: Session): void {
  const { device } = session;
  world.sessions.delete(session);
  world.hungry.delete(session);
  world.seats -= session.open;
  session.open = 0;
  device.sessions.delete(session);
  noteAuditor(world, device);
  if (device.sessions.size > 0) return;
  device.leftAt = world.now();
  noteVisit(world, device.leftAt - device.cameAt);
  releaseDue(world, device);
  if (device.held.length > 0) world.leaving.add(device);
}

/** A running median: a step up or down for each visit. */
function noteVisit(world: World, ms: number): void {
  world.visitMs *= ms > world.visitMs ? 1 + VISIT_STEP : 1 - VISIT_STEP;
}
