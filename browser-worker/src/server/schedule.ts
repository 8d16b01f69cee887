/** Hours and days as they are written down, and when they change by the calendar. */
import { type DayWindow, MINUTES_OF_DAY, opennessAt, type Schedule } from '../hours.ts';

/** Until when that holds; null: it never changes. */
export type ScheduleState =
  | { readonly kind: 'open'; readonly until: Date | null }
  | { readonly kind: 'closed'; readonly opens: Date };

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** `22:00-06:00`, or several with commas. Throws what to write instead. */
export function parseHours(text: string): DayWindow[] {
  return text.split(',').map((part) => {
    const [, ...numbers] = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(part) ?? [];
    const [h1, m1, h2, m2] = numbers.map(Number);
    const [from, to] = [h1 * 60 + m1, h2 * 60 + m2];
    // NaN fails each comparison.
    if (!(m1 < 60 && m2 < 60 && from < MINUTES_OF_DAY && to <= MINUTES_OF_DAY))
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
  const minute = now.getHours() * 60 + now.getMinutes();
  const state = opennessAt(schedule, { day: now.getDay(), minute });
  if (state.kind === 'always') return { kind: 'open', until: null };
  const change = after(now, minute + state.minutes, state.minutes);
  return state.kind === 'open' ? { kind: 'open', until: change } : { kind: 'closed', opens: change };
}

/** By the calendar's own arithmetic: a day on which clocks are set has 23 or 25 hours, and shows some minutes twice. */
function after(now: Date, minuteOfToday: number, minutes: number): Date {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 0, minuteOfToday);
  return at > now ? at : new Date(now.getTime() + minutes * 60_000);
}
