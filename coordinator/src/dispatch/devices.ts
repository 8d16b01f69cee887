import type { DeviceId } from '@manyhands/protocol';
import type { DeviceState, World } from './state.ts';

/** The device's state here, read from the journal when it is first met. */
export async function deviceState(world: World, id: DeviceId): Promise<DeviceState> {
  const known = world.devices.get(id);
  if (known) return known;
  const record = (await world.ports.journal.devices([id])).get(id);
  const met = world.devices.get(id); // somebody else may have met it while we asked
  if (met) return met;
  const device: DeviceState = {
    id,
    passed: record?.passed ?? 0,
    banned: record?.banned ?? false,
    finalItems: record?.finalItems ?? 0,
    refutedItems: record?.refutedItems ?? 0,
    finalFuel: record?.finalFuel ?? 0n,
    earned: 0n,
    sessions: new Set(),
    units: [],
    vouched: new Set(),
    due: [],
    leftAt: world.now(),
  };
  world.devices.set(id, device);
  return device;
}

/** Forgets devices that are gone and have nothing here; bans are remembered by the journal. */
export function forgetDevices(world: World): void {
  for (const device of world.devices.values())
    if (
      device.sessions.size === 0 &&
      device.units.length === 0 &&
      device.vouched.size === 0 &&
      device.due.length === 0 &&
      world.now() - device.leftAt > 60_000
    )
      world.devices.delete(device.id);
}
