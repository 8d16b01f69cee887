/** When a machine may work: hours of the day and days of the week, in its local time. */

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

/** Until when that holds; null: it never changes. */
export type ScheduleState =
  | { readonly kind: 'open'; readonly until: Date | null }
  | { readonly kind: 'closed'; readonly opens: Date };

const DAY_MINUTES = 24 * 60;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const ALWAYS: Schedule = { windows: [{ from: 0, to: DAY_MINUTES }], days: [0, 1, 2, 3, 4, 5, 6] };

/** `22:00-06:00`, or several with commas. Throws what to write instead. */
export function parseHours(text: string): DayWindow[] {
  return text.split(',').map((part) => {
    const [, ...numbers] = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(part) ?? [];
    const [h1, m1, h2, m2] = numbers.map(Number);
    const [from, to] = [h1 * 60 + m1, h2 * 60 + m2];
    // NaN fails each comparison.
    if (!(m1 < 60 && m2 < 60 && from < DAY_MINUTES && to <= DAY_MINUTES))
      throw new Error('hours are HH:MM-HH:MM, such as 22:00-06:00, several with commas; 24:00 ends a day');
    return { from, to };
  });
}

/** `mon-fri`, `sat,sun`, or both mixed. Throws what to write instead. */
export function parseDays(text: string): number[] {
  const dayOf = (name: string): number => {
    const day = DAYS.indexOf(name.trim().toLowerCase());
    if (day < 0) throw new Error(`days are ${DAYS.slice(1).join(', ')}, sun; such as mon-fri or sat,sun`);
    return day;
  };
  const days = text.split(',').flatMap((part) => {
    const [first, last = first, more] = part.split('-').map(dayOf);
    if (more !== undefined) dayOf('');
    const count = ((last - first + 7) % 7) + 1;
    return Array.from({ length: count }, (_, i) => (first + i) % 7);
  });
  return [...new Set(days)].sort();
}

/** Whether work is allowed at `now`, and when that changes. */
export function scheduleAt(schedule: Schedule, now: Date): ScheduleState {
  if (isAlways(schedule)) return { kind: 'open', until: null };
  // Yesterday's windows may last until today; a week and a day on, everything has been seen.
  const openings = Array.from({ length: 10 }, (_, i) => openingsOn(schedule, now, i - 1)).flat();
  const around = openings.find(({ begins, ends }) => begins <= now && now < ends);
  if (around) return { kind: 'open', until: around.ends };
  const next = openings.filter(({ begins }) => begins > now).map(({ begins }) => begins.getTime());
  return { kind: 'closed', opens: new Date(Math.min(...next)) };
}

const isAlways = ({ windows, days }: Schedule): boolean =>
  days.length === 7 && windows.some(({ from, to }) => from === 0 && (to === DAY_MINUTES || to === 0));

/** By the calendar's own arithmetic: a day on which clocks are set has 23 or 25 hours. */
function openingsOn({ windows, days }: Schedule, now: Date, inDays: number) {
  const at = (minutes: number, day = inDays): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, 0, minutes);
  if (!days.includes(at(0).getDay())) return [];
  return windows.map(({ from, to }) => ({
    begins: at(from),
    ends: to > from ? at(to) : at(to, inDays + 1),
  }));
}
