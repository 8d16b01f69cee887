/** Who can audit whom. */
import type { DeviceId } from '@manyhands/protocol';
import { mayBeOne, type Party } from '../domain/eligibility.ts';
import { earnerOf } from '../domain/pay.ts';
import { comesLater } from './choosing.ts';
import type { AcceptedUnit, DeviceState } from './state.ts';
import { mayServe } from './trusted.ts';
import type { World } from './world.ts';

/** So many devices are drawn at random before the others are gone through. */
const DRAWS = 16;
/** At most so many of those are gone through: an audit waits rather than that everybody is asked for it. */
const LOOKS = 128;
const CANDIDATES = 4;
/** Audited as often, a device's word counts as much as any other's. */
const VETERAN = 24;
/** Nobody is given more than this to audit. */
const MOST_DUE = 512;

/** Notes whether a device can be drawn as an auditor: while it has open seats. O(1). */
export function noteAuditor(world: World, device: DeviceState): void {
  const { auditors } = world;
  let open = 0;
  for (const session of device.sessions) open += session.open;
  const can = open > 0 && !device.banned;
  if (can === device.auditorAt >= 0) return;
  if (can) {
    device.auditorAt = auditors.push(device) - 1;
    return;
  }
  const last = auditors.pop() as DeviceState;
  if (last !== device) {
    auditors[device.auditorAt] = last;
    last.auditorAt = device.auditorAt;
  }
  device.auditorAt = -1;
}

/**
 * A connected device that may re-execute items of a unit [AS1]: of up to four drawn at random any veteran, the first
 * drawn, so that a few who are trusted most do not get most of the audits; without a veteran the most trusted of them.
 * Null when there is nobody.
 */
export function pickAuditor(world: World, unit: AcceptedUnit): DeviceState | null {
  const { auditors } = world;
  const random = world.ports.random;
  const worker = workerOf(unit);
  let best: DeviceState | null = null;
  let seen = 0;
  for (let draw = 0; draw < DRAWS && seen < CANDIDATES && auditors.length > 0; draw++) {
    const device = auditors[Math.floor(random() * auditors.length)];
    if (!mayAudit(world, device, unit, worker)) continue;
    if (device.passed >= VETERAN) return device;
    seen++;
    if (best === null || device.passed > best.passed) best = device;
  }
  return best ?? searchFrom(world, unit, worker, Math.floor(random() * auditors.length));
}

function searchFrom(world: World, unit: AcceptedUnit, worker: Worker, start: number): DeviceState | null {
  const { auditors } = world;
  for (let i = 0; i < Math.min(LOOKS, auditors.length); i++) {
    const device = auditors[(start + i) % auditors.length];
    if (mayAudit(world, device, unit, worker)) return device;
  }
  return null;
}

/** Whose answer it is; null: the referee's, which anybody may audit. */
type Worker = Party | null;

function workerOf({ state: { answer, prefix } }: AcceptedUnit): Worker {
  const { device, paid } = answer;
  return device === 'referee' ? null : { device, earner: earnerOf(paid), prefix };
}

/** Whether a device may re-execute items of a unit; the worker is given where many are asked about one unit. */
export function mayAudit(
  world: World,
  device: DeviceState,
  unit: AcceptedUnit,
  worker: Worker = workerOf(unit),
): boolean {
  const { job } = unit.slice;
  if (device.due.length >= MOST_DUE || !mayServe(job, device) || comesLater(world, device, job)) return false;
  if (worker === null) return true;
  if (device.id === worker.device) return false;
  const now = world.devices.get(worker.device as DeviceId)?.sessions;
  for (const { party } of device.sessions) {
    if (mayBeOne(party, worker)) return false;
    if (now) for (const session of now) if (mayBeOne(party, session.party)) return false;
  }
  return true;
}
