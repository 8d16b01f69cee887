import type { Pressure } from './readings.ts';

/**
 * What else the machine has to do: `busy` is a reason to take less, `tight` one not to take more. `by` says whether our
 * own probe noticed, or the browser.
 */
export interface Load {
  readonly kind: 'calm' | 'tight' | 'busy';
  readonly by: 'probe' | 'pressure';
}

/** What this machine computes for us, in cores, and how many it has. */
export interface Use {
  readonly own: number;
  readonly cores: number;
}

/** Slowdowns beyond what our own seats explain. A processor whose cores all work runs 1.2 times slower by itself. */
const TIGHT = 1.3;
const BUSY = 1.6;
/** From this part of the processor on, our own seats may be what the browser calls pressure. */
const EXPLAINED = 0.5;

/** `slowdown` is how many times slower than at its best the probe ran, or null before it did. */
export function loadOf(slowdown: number | null, pressure: Pressure | null, use: Use): Load {
  const probed = byProbe(slowdown, use);
  const pressed = byPressure(pressure, use);
  if (probed.kind === 'busy' || pressed.kind === 'calm') return probed;
  return pressed.kind === 'busy' || probed.kind === 'calm' ? pressed : probed;
}

function byProbe(slowdown: number | null, { own, cores }: Use): Load {
  // Cores are shared fairly: the probe and our own seats may take turns where there is no core for each.
  const excess = (slowdown ?? 1) / Math.max(1, (own + 1) / cores);
  return { kind: excess >= BUSY ? 'busy' : excess >= TIGHT ? 'tight' : 'calm', by: 'probe' };
}

function byPressure(pressure: Pressure | null, { own, cores }: Use): Load {
  const isOthers = own / cores < EXPLAINED;
  const kind =
    pressure === 'critical' && isOthers
      ? 'busy'
      : pressure === 'critical' || pressure === 'serious'
        ? 'tight'
        : 'calm';
  return { kind, by: 'pressure' };
}

/** Probes that are looked at together: one that was interrupted says little. */
const RECENT = 5;
const FEWEST = 3;
/** What the best is lowered by with each probe: it halves in an hour, so that a machine that slowed for good is taken as it is. */
const FADE = 0.9998;

/** Speeds of the probe so far. */
export interface Speeds {
  readonly best: number;
  /** The last few, oldest first. */
  readonly recent: readonly number[];
}

export const NO_SPEEDS: Speeds = { best: 0, recent: [] };

/** `speed` is work done a millisecond. */
export const learnSpeed = ({ best, recent }: Speeds, speed: number): Speeds => ({
  best: Math.max(best * FADE, speed),
  recent: [...recent.slice(1 - RECENT), speed],
});

/** How many times slower than the best the middle one of the last probes was, or null while they are too few. */
export function slowdownOf({ best, recent }: Speeds): number | null {
  if (recent.length < FEWEST) return null;
  const sorted = [...recent].sort((a, b) => a - b);
  return best / Math.max(Number.MIN_VALUE, sorted[Math.floor(sorted.length / 2)]);
}
