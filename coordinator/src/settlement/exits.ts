import type { Db } from '../db/db.ts';
import { listPayingChannels } from '../db/settlement/list-paying-channels.ts';
import { noteExits } from '../db/settlement/note-exits.ts';
import type { Chain } from './chain.ts';

export interface ExitPorts {
  readonly db: Db;
  readonly chain: Pick<Chain, 'channel'>;
  trouble(what: string, cause: unknown): void;
}

/** Between looks, and channels asked for in one: the chain is somebody's, and is not to be asked for thousands at once. */
const LOOK_MS = 5_000;
const AT_ONCE = 64;

/**
 * Watches for researchers who leave. Vouchers of a channel on its way out are taken no more, so from the next look on nothing is set
 * aside for its jobs but what those cover that were signed before [VO3].
 */
export class ExitWatch {
  readonly #ports: ExitPorts;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  /** The last channel that was asked for. */
  #at = '';

  constructor(ports: ExitPorts, everyMs = LOOK_MS) {
    this.#ports = ports;
    this.#timer = setInterval(() => void this.look(), everyMs);
  }

  /** Asks for the next channels, all in turn. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((cause) => this.#ports.trouble('no look at exits', cause))
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { db, chain } = this.#ports;
    const channels = await listPayingChannels(db, this.#at, AT_ONCE);
    this.#at = channels.length < AT_ONCE ? '' : (channels.at(-1) as string);
    const seen = await Promise.all(
      channels.map(async (id) => [id, (await chain.channel(id)).exiting] as const),
    );
    if (seen.length > 0) await noteExits(db, new Map(seen));
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}
