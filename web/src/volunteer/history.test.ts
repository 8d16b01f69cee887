import { describe, expect, it } from 'vitest';
import { dayOf, doneByDay, parseHistory, withToday } from './history.ts';

const day = (number: number, items: number) => ({
  day: number,
  items,
  fuel: String(items * 1000),
  earned: String(items * 5),
});

describe('history', () => {
  it('begins a day at the visitor’s own midnight', () => {
    const utc = Date.UTC(2026, 10, 29, 23, 30);
    expect(dayOf(utc, -60)).toBe(dayOf(utc, 0) + 1);
    expect(dayOf(utc, 60)).toBe(dayOf(utc, 0));
  });

  it('keeps one entry a day, the latest, and a year of them', () => {
    let days = withToday([], day(1, 10));
    days = withToday(days, day(1, 20));
    expect(days).toEqual([day(1, 20)]);
    expect(withToday(days, day(0, 5))).toEqual(days);
    for (let i = 2; i < 500; i++) days = withToday(days, day(i, 20 + i));
    expect(days).toHaveLength(366);
    expect(days.at(-1)?.day).toBe(499);
  });

  it('tells what each day added, days off included', () => {
    const days = [day(10, 100), day(12, 130), day(13, 130)];
    expect(doneByDay(days, 13, 4).map(({ items }) => items)).toEqual([100, 0, 30, 0]);
    expect(doneByDay(days, 13, 4)[2]).toEqual({ day: 12, items: 30, fuel: 30_000n, earned: 150n });
  });

  it('counts a new device from nothing', () => {
    expect(doneByDay([day(10, 100), day(11, 7)], 11, 1)[0].items).toBe(7);
  });

  it.each(['', 'no json', '{}', '[null, 5, {"day": "x"}]', '[{"day":1,"items":2,"fuel":"-1","earned":"0"}]'])(
    'takes %j for no history',
    (text) => expect(parseHistory(text)).toEqual([]),
  );

  it('reads what it wrote', () => {
    const days = [day(1, 2), day(3, 4)];
    expect(parseHistory(JSON.stringify(days))).toEqual(days);
  });
});
