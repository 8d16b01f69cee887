import type { Chain } from './chain.ts';
import type { Bond } from './chain-guard.ts';
import type { Guard } from './guard.ts';
import type { Turns } from './settle.ts';

export interface GuardLoopPorts {
  readonly chain: Chain;
  readonly guard: Guard;
  /** Token units. */
  readonly leastBond: bigint;
  readonly inTurn: Turns;
  /** Whether this coordinator is the one that sends; where another is, that one answers. */
  leads(): Promise<boolean>;
  report(what: string): void;
  trouble(what: string, cause: unknown): void;
}

/** In milliseconds. A demand waits a whole activation delay for its answer, so some twenty looks fit into it. */
const LOOKS_PER_DELAY = 20;
const LEAST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const BOND_MS = 60_000;

/** How often to look for demands, in milliseconds; `delay` in seconds. Pure. */
export const lookPause = (delay: number): number =>
  Math.min(LONGEST_PAUSE, Math.max(LEAST_PAUSE, (delay * 1000) / LOOKS_PER_DELAY));

/** Has the guard look again and again, whatever fails. */
export class GuardLoop {
  readonly #ports: GuardLoopPorts;
  #pause: number | null = null;
  #bond: Bond | null = null;
  #bondAt = Number.NEGATIVE_INFINITY;
  #warned = '';
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(ports: GuardLoopPorts) {
    this.#ports = ports;
    this.#next(0);
  }

  /** The bond as it was lately; null before the chain has answered. */
  get bond(): Bond | null {
    return this.#bond;
  }

  #next(pause: number): void {
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#look(), pause);
  }

  async #look(): Promise<void> {
    try {
      const { chain, guard, inTurn, leads } = this.#ports;
      this.#pause ??= lookPause(await chain.guard.activationDelay());
      // Its turn may come when all is closed.
      const hasMore = await inTurn(async () => !this.#isStopped && (await leads()) && guard.look());
      if (this.#isStopped) return;
      await this.#lookAtBond();
      this.#next(hasMore ? 0 : this.#pause);
    } catch (cause) {
      if (!this.#isStopped) this.#ports.trouble('no look at what is demanded of the pending root', cause);
      this.#next(this.#pause ?? LONGEST_PAUSE);
    }
  }

  async #lookAtBond(): Promise<void> {
    if (performance.now() < this.#bondAt + BOND_MS) return;
    this.#bond = await this.#ports.chain.guard.bond();
    this.#bondAt = performance.now();
    const { leastBond, report } = this.#ports;
    const warning =
      this.#bond.amount < leastBond
        ? `the bond at the hub is ${this.#bond.amount} token units, less than the ${leastBond} of MANYHANDS_BOND: “manyhands bond add” adds to it`
        : '';
    if (warning !== '' && warning !== this.#warned) report(warning);
    this.#warned = warning;
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }
}
