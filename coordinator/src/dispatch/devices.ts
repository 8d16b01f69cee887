import type { DeviceId } from '@manyhands/protocol';
import { Bag } from './bag.ts';
import { type DeviceState, isAccepted, type Unit } from './state.ts';
import type { World } from './world.ts';

const FORGET_MS = 60_000;
/** Devices looked at in each beat for what can be forgotten of them. */
const SWEPT = 2_000;

/** The device's state here, read from the journal when it is first met. */
export async function deviceState(world: World, id: DeviceId): Promise<DeviceState> {
  const known = world.devices.get(id);
  if (known) return known;
  const record = (await world.ports.journal.devices([id])).get(id);
  const met = world.devices.get(id); // somebody else may have met it while we asked
  if (met) return met;
  const device: DeviceState = {
    id,
    pool: null,
    passed: record?.passed ?? 0,
    banned: record?.banned ?? false,
    finalItems: record?.finalItems ?? 0,
    refutedItems: record?.refutedItems ?? 0,
    finalFuel: record?.finalFuel ?? 0n,
    earned: 0n,
    sessions: new Set(),
    accepts: null,
    allows: null,
    held: [],
    heldItems: 0,
    finals: new Bag((unit: Unit) => isAccepted(unit) && unit.attempt >= 0 && unit.state.answer.device === id),
    vouched: new Bag((unit: Unit) => isAccepted(unit) && unit.attempt >= 0),
    votes: new Bag((unit: Unit) => !isAccepted(unit) && unit.attempt >= 0 && unit.votes !== null),
    due: [],
    dirty: false,
    disputing: false,
    auditorAt: -1,
    msPerFuel: 0,
    reach: 1,
    silences: 0,
    restsUntil: 0,
    cameAt: world.now(),
    leftAt: world.now(),
  };
  world.devices.set(id, device);
  return device;
}

/** Forgets some of the devices that are gone and have nothing here; bans are remembered by the journal. */
export function forgetDevices(world: World): void {
  let looks = SWEPT;
  for (const device of world.devices.values()) {
    if (looks-- === 0) return;
    if (device.sessions.size === 0) {
      device.finals.sweep();
      device.vouched.sweep();
      device.votes.sweep();
    }
    world.devices.delete(device.id);
    // Whoever stays goes to the end of the line, so that all are looked at in turn.
    if (!isForgettable(world, device)) world.devices.set(device.id, device);
  }
}

const isForgettable = (world: World, device: DeviceState): boolean =>
  device.sessions.size === 0 &&
  device.held.length === 0 &&
  device.finals.isEmpty &&
  device.vouched.isEmpty &&
  device.votes.isEmpty &&
  device.due.length === 0 &&
  !device.dirty &&
  !device.disputing &&
  !world.parked.has(device.id) &&
  world.now() - Math.max(device.leftAt, device.restsUntil) > FORGET_MS;
