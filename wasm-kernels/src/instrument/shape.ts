/** What decides how a module is rewritten. */
import type { BuildFacts } from '../runtime/build.ts';
import type { Calls } from './calls.ts';
import type { Meter } from './metering.ts';
import type { Origins } from './origin.ts';

/** How a module is rewritten. */
export interface Shape {
  readonly facts: BuildFacts;
  readonly calls: Calls;
  /** `fixed`: as large from the start as the facts say; `own`: the module's, growing for real, which no kernel may. */
  readonly memory: 'fixed' | 'own';
  /** The twin that a fast build carries. */
  readonly careful: Uint8Array | null;
  /** Hears where the code comes from. */
  readonly origins?: Origins;
  /** For measurements of what each part costs; builds have all of them. */
  readonly parts?: Parts;
}

/** The names of counters, followed by their numbers. */
export const COUNTER = '__mh_count';

/** What of a build there is. */
export interface Parts {
  /** Another way to count, given the index of the fuel global and of the first counter, or our own. */
  readonly meter: ((fuel: number, counters: number) => Meter) | null;
  /** Globals of 64 bits for that way to count in, exported as {@link COUNTER} and a number. */
  readonly counters?: number;
  readonly nan: boolean;
  readonly depth: boolean;
  readonly stores: boolean;
  /** Fuel of the start function, which runs before the host can set a cap: about a second. */
  readonly startFuel: bigint;
}

export const ALL: Parts = { meter: null, nan: true, depth: true, stores: true, startFuel: 1_000_000_000n };
