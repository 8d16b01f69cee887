import { describe, expect, it } from 'vitest';
import { type HaltCode, haltOf, without } from './halt.ts';
import { NO_READINGS, type Readings } from './readings.ts';
import { DEFAULT_RULES, type Rules } from './rules.ts';

const NOW = 1_800_000_000_000;
const clock = { now: NOW, minute: 12 * 60 };
const at = (rules: Partial<Rules>, readings: Partial<Readings>, minute = clock.minute, resting?: HaltCode) =>
  haltOf({ ...DEFAULT_RULES, ...rules }, { ...NO_READINGS, ...readings }, { ...clock, minute }, resting);

describe('a reason to rest', () => {
  it('is none where nothing is known and nothing was chosen', () => {
    expect(at({}, {})).toBeNull();
  });

  it.each([
    [{}, { battery: { charging: false, level: 1 } }, { code: 'ON_BATTERY' }],
    [{}, { battery: { charging: true, level: 0.49 } }, { code: 'BATTERY_LOW', least: 0.5 }],
    [
      { battery: 'level', batteryAbove: 0.6 },
      { battery: { charging: false, level: 0.5 } },
      { code: 'BATTERY_LOW', least: 0.6 },
    ],
    [{}, { metered: true }, { code: 'METERED' }],
    [{ hidden: 'rest' }, { hidden: true }, { code: 'HIDDEN' }],
    [{ inUse: 'rest' }, { inUse: true }, { code: 'IN_USE' }],
    [{ hours: { from: 1320, to: 360 } }, {}, { code: 'OUTSIDE_HOURS', from: 1320 }],
    [{ pause: { kind: 'until', at: NOW + 29.5 * 60_000 } }, {}, { code: 'PAUSED', until: 750 }],
    [{ pause: { kind: 'until', at: NOW + 10_000 } }, {}, { code: 'PAUSED', until: 721 }],
    [{ pause: { kind: 'restart' } }, {}, { code: 'PAUSED', until: null }],
  ] as const)('%j with %j is %j', (rules, readings, halt) => {
    expect(at(rules, readings)).toEqual(halt);
    expect(at(without(halt.code, { ...DEFAULT_RULES, ...rules }), readings)).toBeNull();
  });

  it.each([
    [{}, { battery: { charging: true, level: 0.5 } }],
    [{ battery: 'level' }, { battery: { charging: false, level: 0.6 } }],
    [{ battery: 'ignore' }, { battery: { charging: false, level: 0.01 } }],
    [{ metered: 'ignore' }, { metered: true }],
    [{}, { hidden: true, inUse: true }],
    [{ pause: { kind: 'until', at: NOW } }, {}],
    [{ pause: { kind: 'until', at: NOW + 25 * 3_600_000 } }, {}],
  ] as const)('%j with %j is none', (rules, readings) => {
    expect(at(rules, readings)).toBeNull();
  });

  it.each([
    [{ from: 540, to: 1020 }, [540, 1019], [539, 1020, 0]],
    [{ from: 1320, to: 360 }, [1320, 1439, 0, 359], [360, 720, 1319]],
  ])('hours %j begin and end on the minute, and wrap midnight', (hours, inside, outside) => {
    for (const minute of inside) expect(at({ hours }, {}, minute), `${minute}`).toBeNull();
    for (const minute of outside) expect(at({ hours }, {}, minute)?.code, `${minute}`).toBe('OUTSIDE_HOURS');
  });

  it('a battery that was low must be charged well above the level', () => {
    const charged = (level: number) => ({ battery: { charging: true, level } });
    expect(at({}, charged(0.52))).toBeNull();
    expect(at({}, charged(0.52), 720, 'BATTERY_LOW')?.code).toBe('BATTERY_LOW');
    expect(at({}, charged(0.55), 720, 'BATTERY_LOW')).toBeNull();
  });
});
