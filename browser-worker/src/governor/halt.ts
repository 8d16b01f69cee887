import { type DayWindow, EVERY_DAY, MINUTES_OF_DAY, opennessAt } from '../hours.ts';
import type { Clock, Readings } from './readings.ts';
import { LONGEST_PAUSE_MS, type Rules } from './rules.ts';

/** Why nothing runs at all, and what there is to know of it. Whoever shows it says it in a language of its own. */
export type Halt =
  /** Until a minute of the local day, from 0 to 1439; null: until it is resumed. */
  | { readonly code: 'PAUSED'; readonly until: number | null }
  /** The hours begin at this minute. */
  | { readonly code: 'OUTSIDE_HOURS'; readonly from: number }
  /** The least charge to work at, from 0 to 0.95. */
  | { readonly code: 'BATTERY_LOW'; readonly least: number }
  | { readonly code: 'ON_BATTERY' | 'METERED' | 'HIDDEN' | 'IN_USE' };

export type HaltCode = Halt['code'];

/** How much more charge than the least there must be before work goes on: else a level at the edge would flap. */
const CHARGE_MARGIN = 0.05;

/** The first reason to rest, or null. `resting` is the reason up to now: some end later than they begin. */
export function haltOf(
  rules: Rules,
  readings: Readings,
  clock: Clock,
  resting: HaltCode | null = null,
): Halt | null {
  return (
    pauseOf(rules, clock) ??
    hoursOf(rules.hours, clock) ??
    batteryOf(rules, readings, resting) ??
    (rules.metered === 'rest' && readings.metered ? { code: 'METERED' } : null) ??
    (rules.hidden === 'rest' && readings.hidden ? { code: 'HIDDEN' } : null) ??
    (rules.inUse === 'rest' && readings.inUse ? { code: 'IN_USE' } : null)
  );
}

/** The rules that let work go on in spite of a reason: what “run anyway” means. */
export function without(code: HaltCode, rules: Rules): Rules {
  switch (code) {
    case 'PAUSED':
      return { ...rules, pause: { kind: 'none' } };
    case 'OUTSIDE_HOURS':
      return { ...rules, hours: null };
    case 'ON_BATTERY':
      return { ...rules, battery: 'level' };
    case 'BATTERY_LOW':
      return { ...rules, battery: 'ignore' };
    case 'METERED':
      return { ...rules, metered: 'ignore' };
    case 'HIDDEN':
      return { ...rules, hidden: 'ignore' };
    case 'IN_USE':
      return { ...rules, inUse: 'ignore' };
  }
}

/** Whether a reason ends at once: what people chose by the clock does, what sensors say may come and go. */
export const endsAtOnce = (code: HaltCode): boolean => code === 'PAUSED' || code === 'OUTSIDE_HOURS';

function pauseOf({ pause }: Rules, { now, minute }: Clock): Halt | null {
  if (pause.kind === 'restart') return { code: 'PAUSED', until: null };
  if (pause.kind === 'none') return null;
  const leftMs = pause.at - now;
  if (leftMs <= 0 || leftMs > LONGEST_PAUSE_MS) return null;
  // A time, not what is left: screen readers say a sentence again whenever it changes.
  const end = minute + Math.ceil(((now % 60_000) + leftMs) / 60_000);
  return { code: 'PAUSED', until: end % MINUTES_OF_DAY };
}

function hoursOf(hours: DayWindow | null, { minute }: Clock): Halt | null {
  if (hours === null) return null;
  const { kind } = opennessAt({ windows: [hours], days: EVERY_DAY }, { day: 0, minute });
  return kind === 'closed' ? { code: 'OUTSIDE_HOURS', from: hours.from } : null;
}

function batteryOf(rules: Rules, { battery }: Readings, resting: HaltCode | null): Halt | null {
  if (rules.battery === 'ignore' || battery === null) return null;
  if (rules.battery === 'charging' && !battery.charging) return { code: 'ON_BATTERY' };
  const least = rules.batteryAbove + (resting === 'BATTERY_LOW' ? CHARGE_MARGIN : 0);
  return battery.level >= least ? null : { code: 'BATTERY_LOW', least: rules.batteryAbove };
}
