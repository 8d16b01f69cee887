import { type ErrorCode, KnownError } from '@manyhands/protocol';

/** How many sockets there may be. */
export interface SocketBounds {
  readonly total: number;
  /** Of one IPv4 address, or one IPv6 /64. */
  readonly perAddress: number;
  /** That have not greeted yet. */
  readonly ungreeted: number;
}

export const SOCKET_BOUNDS: SocketBounds = { total: 16_384, perAddress: 256, ungreeted: 1_024 };

/** How long a socket may take to greet. */
const GREETING_MS = 10_000;

/** What is asked of a socket here. */
interface Guest {
  close(code: ErrorCode, message: string): void;
}

/** Counts the sockets of the door and keeps those that have not greeted from staying: one timer for all of them. */
export class Entrance {
  readonly #bounds: SocketBounds;
  readonly #now: () => number;
  readonly #perAddress = new Map<string, number>();
  /** Those that have not greeted, oldest first, with when they came. */
  readonly #ungreeted = new Map<Guest, number>();
  #total = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(bounds: SocketBounds, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
  }

  /** Counts a socket until {@link left}. Returns why it must not stay, if so. */
  entered(guest: Guest, address: string): KnownError | null {
    const { total, perAddress, ungreeted } = this.#bounds;
    this.#total++;
    const here = (this.#perAddress.get(address) ?? 0) + 1;
    this.#perAddress.set(address, here);
    if (this.#total > total)
      return new KnownError('SESSIONS_FULL', 'this coordinator has no room; try again later');
    if (here > perAddress)
      return new KnownError('ADDRESS_FULL', `one address may have ${perAddress} connections at once`);
    this.#ungreeted.set(guest, this.#now());
    if (this.#ungreeted.size > ungreeted)
      this.#turnAway('SESSIONS_FULL', 'too many come at once; try again in a moment');
    this.#arm();
    return null;
  }

  /** It said who it is: what that is worth is no longer a question of this place. */
  greeted(guest: Guest): void {
    this.#ungreeted.delete(guest);
  }

  left(guest: Guest, address: string): void {
    this.#total--;
    this.#ungreeted.delete(guest);
    const here = (this.#perAddress.get(address) ?? 1) - 1;
    if (here === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, here);
  }

  /** Forgets the timer; the sockets are closed by whoever opened them. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Closes the oldest that has not greeted. */
  #turnAway(code: ErrorCode, message: string): void {
    const oldest = this.#ungreeted.keys().next().value;
    if (!oldest) return;
    this.#ungreeted.delete(oldest);
    oldest.close(code, message);
  }

  #arm(): void {
    const oldest = this.#ungreeted.values().next().value;
    if (this.#timer || oldest === undefined) return;
    this.#timer = setTimeout(() => this.#sweep(), Math.max(0, oldest + GREETING_MS - this.#now()));
    this.#timer.unref();
  }

  #sweep(): void {
    this.#timer = null;
    for (;;) {
      const since = this.#ungreeted.values().next().value;
      if (since === undefined || this.#now() - since < GREETING_MS) break;
      this.#turnAway('SESSION_SILENT', 'no greeting came in time');
    }
    this.#arm();
  }
}
