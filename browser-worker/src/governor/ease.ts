import type { Load } from './load.ts';

/** How much of what was agreed to is used, and what was learnt of coming back. Times are in ms since 1970. */
export interface Ease {
  /** 1, a half or a quarter. */
  readonly level: number;
  /** Who noticed what the last step down was made for. */
  readonly by: Load['by'];
  readonly lastStep: 'none' | 'down' | 'up';
  /** When the level changed last. */
  readonly changedAt: number;
  /** Since when it has been calm, or null while it is not. */
  readonly calmSince: number | null;
  /** How long it must be calm before the next step up. */
  readonly waitMs: number;
}

/** Work never ends by load alone: whoever left the tab open meant it. */
const LEAST_LEVEL = 1 / 4;
/** Between two steps down: the first must have been felt by the probe before it asks for another. */
const FALL_MS = 4_000;
export const FIRST_WAIT_MS = 30_000;
export const LONGEST_WAIT_MS = 15 * 60_000;
/** Calm for so many waits at the full level, the next load is a new one. */
const FORGIVING = 4;

export const AT_EASE: Ease = {
  level: 1,
  by: 'probe',
  lastStep: 'none',
  changedAt: Number.NEGATIVE_INFINITY,
  calmSince: null,
  waitMs: FIRST_WAIT_MS,
};

/**
 * Down by half at once when the machine is busy; up again after a calm time, which doubles whenever coming back made it
 * busy again: a load that our own work causes makes the level change less and less often, instead of to and fro.
 */
export function ease(last: Ease, load: Load, now: number): Ease {
  const calmSince = load.kind === 'calm' ? (last.calmSince ?? now) : null;
  if (load.kind === 'busy') return stepDown({ ...last, calmSince }, load, now);
  if (calmSince === null) return { ...last, calmSince };
  return stepUp({ ...last, calmSince }, now - calmSince, now);
}

function stepDown(last: Ease, { by }: Load, now: number): Ease {
  if (last.level <= LEAST_LEVEL || now - last.changedAt < FALL_MS) return last;
  // Busy again after a step up: that came too early.
  const waitMs = last.lastStep === 'up' ? Math.min(LONGEST_WAIT_MS, last.waitMs * 2) : last.waitMs;
  return { ...last, level: last.level / 2, by, lastStep: 'down', changedAt: now, waitMs };
}

function stepUp(last: Ease, calmMs: number, now: number): Ease {
  const { level, waitMs } = last;
  if (level === 1) return calmMs >= FORGIVING * waitMs ? { ...AT_EASE, calmSince: last.calmSince } : last;
  if (calmMs < waitMs || now - last.changedAt < waitMs) return last;
  return { ...last, level: level * 2, lastStep: 'up', changedAt: now, calmSince: now };
}
