import { ALWAYS, type EnginePhase, parseHours } from '@manyhands/browser-worker/server';
import { describe, expect, it } from 'vitest';
import { dutyAt, ENDED, sentenceOf } from './duty.ts';

const schedule = (hours: string) => ({ windows: parseHours(hours), days: ALWAYS.days });
const at = (day: number, hour: number, minute = 0, second = 0): Date =>
  new Date(2026, 2, day, hour, minute, second);
const HALF_MINUTE = 30_000;

describe('duty', () => {
  it.each([
    ['before its hours', at(2, 21), { kind: 'rest', until: at(2, 22) }],
    ['in them', at(3, 1), { kind: 'work', until: at(3, 5, 59, 30) }],
    ['while there is just time to end', at(3, 5, 59, 30), { kind: 'rest', until: at(3, 22) }],
    ['after them', at(3, 6), { kind: 'rest', until: at(3, 22) }],
  ])('%s', (_, now, expected) => {
    expect(dutyAt(schedule('22:00-06:00'), now, HALF_MINUTE)).toEqual(expected);
  });

  it('goes on where one window follows on another', () => {
    const two = schedule('08:00-12:00,12:00-14:00');
    expect(dutyAt(two, at(2, 11, 59, 50), HALF_MINUTE)).toEqual({ kind: 'work', until: at(2, 12) });
    expect(dutyAt(two, at(2, 13, 59, 50), HALF_MINUTE)).toEqual({ kind: 'rest', until: at(3, 8) });
  });

  it('never ends without hours', () => {
    expect(dutyAt(ALWAYS, at(2, 3), HALF_MINUTE)).toEqual({ kind: 'work', until: null });
  });
});

describe('its sentences', () => {
  const rest = { kind: 'rest', until: at(2, 22, 5) } as const;
  const work = { kind: 'work', until: null } as const;
  const reason = { code: 'DEVICE_BANNED', message: 'this device was refuted' };

  it.each<[EnginePhase, Parameters<typeof sentenceOf>[1], RegExp]>([
    [{ kind: 'idle' }, rest, /not its hours\. It goes on at 2026-03-02 22:05\.$/],
    [{ kind: 'idle' }, work, /about to begin/],
    [{ kind: 'idle' }, ENDED, /Nothing runs any more/],
    [{ kind: 'connecting' }, work, /connects/],
    [{ kind: 'working' }, work, /works with 1 seat\.$/],
    [{ kind: 'reconnecting', inMs: 5, ...reason }, work, /away \(this device was refuted\)/],
    [{ kind: 'refused', ...reason }, work, /refuses this device: this device was refuted \(DEVICE_BANNED\)/],
    [{ kind: 'stopping' }, work, /finishes what is under way/],
    [{ kind: 'elsewhere' }, work, /another process/],
  ])('%j', (phase, duty, sentence) => {
    expect(sentenceOf(phase, duty, 1)).toMatch(sentence);
  });
});
