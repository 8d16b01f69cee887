/** When a machine may work, by what a clock on its wall shows: hours of the day and days of the week. Pure. */

export const MINUTES_OF_DAY = 24 * 60;

/** Minutes of the day; where `to` is not after `from` the window ends on the next day. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

export interface Schedule {
  readonly windows: readonly DayWindow[];
  /** On which days windows begin: 0 is Sunday. */
  readonly days: readonly number[];
}

export const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];
export const ALWAYS: Schedule = { windows: [{ from: 0, to: MINUTES_OF_DAY }], days: EVERY_DAY };

/** A local day of the week and minute of that day. */
export interface WallTime {
  readonly day: number;
  readonly minute: number;
}

/** How many minutes of the wall's clock that holds for. */
export type Openness =
  | { readonly kind: 'always' }
  | { readonly kind: 'open'; readonly minutes: number }
  | { readonly kind: 'closed'; readonly minutes: number };

/** Whether work is allowed at that time, and when that changes. */
export function opennessAt(schedule: Schedule, { day, minute }: WallTime): Openness {
  if (isAlways(schedule)) return { kind: 'always' };
  // Yesterday's windows may last until today; a week and a day on, everything has been seen.
  const openings = Array.from({ length: 10 }, (_, i) => openingsOn(schedule, day, i - 1)).flat();
  const around = openings.find(({ begins, ends }) => begins <= minute && minute < ends);
  if (around) return { kind: 'open', minutes: around.ends - minute };
  const next = openings.map(({ begins }) => begins - minute).filter((wait) => wait > 0);
  return { kind: 'closed', minutes: Math.min(...next) };
}

const isAlways = ({ windows, days }: Schedule): boolean =>
  days.length === 7 && windows.some(({ from, to }) => from === 0 && (to === MINUTES_OF_DAY || to === 0));

/** In minutes from the beginning of the present day, which is `day`. */
function openingsOn({ windows, days }: Schedule, day: number, inDays: number) {
  if (!days.includes((day + inDays + 7) % 7)) return [];
  const midnight = inDays * MINUTES_OF_DAY;
  return windows.map(({ from, to }) => ({
    begins: midnight + from,
    ends: midnight + to + (to > from ? 0 : MINUTES_OF_DAY),
  }));
}

/** As clocks show it: “07:05”. */
export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
