import { type DayWindow, EVERY_DAY, MINUTES_OF_DAY, opennessAt, timeOf } from '../hours.ts';
import type { Clock, Readings } from './readings.ts';
import { LONGEST_PAUSE_MS, type Rules } from './rules.ts';

/** Why nothing runs at all. */
export type HaltCode =
  | 'PAUSED'
  | 'OUTSIDE_HOURS'
  | 'ON_BATTERY'
  | 'BATTERY_LOW'
  | 'METERED'
  | 'HIDDEN'
  | 'IN_USE';

export interface Halt {
  readonly code: HaltCode;
  readonly sentence: string;
}

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
    (rules.metered === 'rest' && readings.metered ? METERED : null) ??
    (rules.hidden === 'rest' && readings.hidden ? HIDDEN : null) ??
    (rules.inUse === 'rest' && readings.inUse ? IN_USE : null)
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

const METERED: Halt = {
  code: 'METERED',
  sentence: 'Nothing runs on a connection that is metered, or set to save data.',
};
const HIDDEN: Halt = { code: 'HIDDEN', sentence: 'Nothing runs while this page is in the background.' };
const IN_USE: Halt = { code: 'IN_USE', sentence: 'Nothing runs while you use this computer.' };

function pauseOf({ pause }: Rules, { now, minute }: Clock): Halt | null {
  if (pause.kind === 'restart')
    return { code: 'PAUSED', sentence: 'Paused until you resume or open this page again.' };
  if (pause.kind === 'none') return null;
  const leftMs = pause.at - now;
  if (leftMs <= 0 || leftMs > LONGEST_PAUSE_MS) return null;
  // A time, not what is left: screen readers say a sentence again whenever it changes.
  const end = minute + Math.ceil(((now % 60_000) + leftMs) / 60_000);
  return { code: 'PAUSED', sentence: `Paused until ${timeOf(end % MINUTES_OF_DAY)}.` };
}

function hoursOf(hours: DayWindow | null, { minute }: Clock): Halt | null {
  if (hours === null) return null;
  const { kind } = opennessAt({ windows: [hours], days: EVERY_DAY }, { day: 0, minute });
  if (kind !== 'closed') return null;
  const sentence = `Nothing runs outside your hours: it goes on at ${timeOf(hours.from)}.`;
  return { code: 'OUTSIDE_HOURS', sentence };
}

function batteryOf(rules: Rules, { battery }: Readings, resting: HaltCode | null): Halt | null {
  if (rules.battery === 'ignore' || battery === null) return null;
  if (rules.battery === 'charging' && !battery.charging)
    return {
      code: 'ON_BATTERY',
      sentence: 'This computer runs on battery: nothing runs until it is plugged in.',
    };
  const least = rules.batteryAbove + (resting === 'BATTERY_LOW' ? CHARGE_MARGIN : 0);
  if (battery.level >= least) return null;
  const percent = Math.round(rules.batteryAbove * 100);
  return { code: 'BATTERY_LOW', sentence: `Nothing runs until the battery is well above ${percent} %.` };
}
