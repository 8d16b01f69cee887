import type { DeviceId } from '@manyhands/protocol';
import type { Auditor } from '../../dispatch/journal.ts';
import type { Sql } from '../db.ts';
import { readBanned, readBansSince } from './read-banned.ts';

/** Devices that are remembered at once; beyond it all are asked for anew. */
const MOST_DEVICES = 200_000;

/**
 * Which devices are banned, as far as commits of this process must know. A device is looked up once; later bans come by
 * their number, which a commit learns with the lock that keeps further ones out [VF2].
 */
export class KnownBans {
  #number = 0;
  readonly #asked = new Set<DeviceId>();
  readonly #banned = new Set<DeviceId>();

  /** Brings what is known up to `number` bans, which the caller's lock holds, for these devices. */
  async learn(sql: Sql, number: number, devices: Iterable<DeviceId>): Promise<void> {
    if (this.#asked.size > MOST_DEVICES) {
      this.#asked.clear();
      this.#banned.clear();
    }
    // With nobody asked for there is nothing to be corrected.
    if (number > this.#number && this.#asked.size > 0)
      for (const device of await readBansSince(sql, this.#number)) this.#banned.add(device);
    const fresh: DeviceId[] = [];
    for (const device of devices) if (!this.#asked.has(device)) fresh.push(device);
    for (const device of await readBanned(sql, fresh)) this.#banned.add(device);
    for (const device of fresh) this.#asked.add(device);
    this.#number = Math.max(this.#number, number);
  }

  has(device: Auditor): boolean {
    return device !== 'referee' && this.#banned.has(device);
  }
}
