import { describe, expect, it } from 'vitest';
import { ALWAYS, EVERY_DAY, type Schedule } from '../hours.ts';
import { parseDays, parseHours, scheduleAt } from './schedule.ts';

const schedule = (hours: string, days?: string): Schedule => ({
  windows: parseHours(hours),
  days: days === undefined ? EVERY_DAY : parseDays(days),
});
/** Local time; 2 March 2026 is a Monday. */
const at = (day: number, hour: number, minute = 0): Date => new Date(2026, 2, day, hour, minute);
const open = (until: Date) => ({ kind: 'open', until });
const closed = (opens: Date) => ({ kind: 'closed', opens });

describe('schedule', () => {
  it.each([
    ['before the evening', schedule('22:00-06:00'), at(2, 21, 59), closed(at(2, 22))],
    ['as it begins', schedule('22:00-06:00'), at(2, 22), open(at(3, 6))],
    ['after midnight', schedule('22:00-06:00'), at(3, 5, 59), open(at(3, 6))],
    ['as it ends', schedule('22:00-06:00'), at(3, 6), closed(at(3, 22))],
    ['inside the first of two', schedule('06:30-07:30,12:00-13:00'), at(2, 7), open(at(2, 7, 30))],
    ['between two', schedule('06:30-07:30,12:00-13:00'), at(2, 8), closed(at(2, 12))],
    ['a whole day', schedule('00:00-24:00', 'tue'), at(2, 13), closed(at(3, 0))],
    ['Friday night lasts into Saturday', schedule('22:00-06:00', 'mon-fri'), at(7, 2), open(at(7, 6))],
    ['Sunday night waits for Monday', schedule('22:00-06:00', 'mon-fri'), at(8, 23), closed(at(9, 22))],
    ['one day a week, just missed', schedule('08:00-09:00', 'mon'), at(2, 9), closed(at(9, 8))],
    ['equal times are 24 hours', schedule('08:00-08:00', 'mon'), at(3, 7), open(at(3, 8))],
  ])('%s', (_, given, now, expected) => {
    expect(scheduleAt(given, now)).toEqual(expected);
  });

  it('without limits it never closes', () => {
    expect(scheduleAt(ALWAYS, at(2, 3))).toEqual({ kind: 'open', until: null });
    expect(scheduleAt(schedule('00:00-24:00'), at(2, 3))).toEqual({ kind: 'open', until: null });
  });

  it('never change in the past, on a day that shows its minutes twice either', () => {
    const zone = process.env.TZ;
    process.env.TZ = 'Europe/Berlin';
    try {
      // Clocks go back from 3:00 to 2:00 on 25 October 2026: 0:10 and 1:10 UTC are both 2:10.
      for (const hour of [0, 1]) {
        const now = new Date(Date.UTC(2026, 9, 25, hour, 10));
        const state = scheduleAt(schedule('02:00-02:30'), now);
        expect(state.kind).toBe('open');
        expect(state.kind === 'open' && state.until !== null && state.until > now).toBe(true);
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('reads days across the end of the week', () => {
    expect(parseDays('fri-mon')).toEqual([0, 1, 5, 6]);
    expect(parseDays('Sat, wed')).toEqual([3, 6]);
  });

  it.each(['', '22-06', '25:00-06:00', '22:60-23:00', '24:00-06:00', '10:00-24:30', '22:00-06:00,'])(
    'refuses the hours “%s” and says what to write',
    (text) => expect(() => parseHours(text)).toThrow(/HH:MM-HH:MM/),
  );

  it.each(['', 'monday', 'mon-', 'mon-tue-wed', 'mon,,tue'])('refuses the days “%s”', (text) =>
    expect(() => parseDays(text)).toThrow(/mon-fri/),
  );
});
