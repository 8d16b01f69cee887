import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Events } from './events.ts';

describe('the simulated clock', () => {
  it('lets events happen in the order of their times, equal times in the order of planning', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 200 }), (delays) => {
        const events = new Events();
        const seen: { at: number; i: number }[] = [];
        delays.forEach((ms, i) => {
          events.in(ms, () => seen.push({ at: events.now, i }));
        });
        while (events.step());
        const expected = delays.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('what an event plans happens after it, never before', () => {
    const events = new Events();
    const seen: string[] = [];
    events.in(5, () => {
      seen.push('first');
      events.in(-3, () => seen.push(`then, at ${events.now}`));
    });
    events.in(6, () => seen.push('last'));
    while (events.step());
    expect(seen).toEqual(['first', 'then, at 5', 'last']);
    expect(events.step()).toBe(false);
  });
});
