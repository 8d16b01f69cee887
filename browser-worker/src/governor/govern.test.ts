import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMALLEST_SHARE } from '../consent.ts';
import { type Circumstances, easedLimit, type GovernorState, govern, NO_PAST, type Past } from './govern.ts';
import { NO_READINGS, type Readings } from './readings.ts';
import { DEFAULT_RULES, type Rules } from './rules.ts';

const NOW = 1_800_000_000_000;

/** A machine whose time the test moves. */
class Machine {
  #past: Past = NO_PAST;
  #second = 0;
  around: Omit<Circumstances, 'clock'> = {
    limit: { threads: 4, share: 0.8 },
    rules: DEFAULT_RULES,
    readings: NO_READINGS,
    slowdown: 1,
    cores: 8,
  };

  /** The state after so many seconds more, looked at in each. */
  after(seconds: number, change: Partial<Omit<Circumstances, 'clock'>> = {}): GovernorState {
    this.around = { ...this.around, ...change };
    let state = this.#look();
    for (let i = 0; i < seconds; i++) {
      this.#second++;
      state = this.#look();
    }
    return state;
  }

  #look(): GovernorState {
    const minute = (12 * 60 + Math.floor(this.#second / 60)) % 1440;
    const { state, past } = govern(
      { ...this.around, clock: { now: NOW + this.#second * 1000, minute } },
      this.#past,
    );
    this.#past = past;
    return state;
  }
}

const rules = (some: Partial<Rules>): { rules: Rules } => ({ rules: { ...DEFAULT_RULES, ...some } });
const reads = (some: Partial<Readings>): { readings: Readings } => ({
  readings: { ...NO_READINGS, ...some },
});

describe('governor', () => {
  it('lets everything run that was agreed to', () => {
    expect(new Machine().after(0)).toEqual({
      code: 'RUNNING',
      threads: 4,
      share: 0.8,
    });
  });

  it('eases off because the machine is busy: fewer threads', () => {
    const machine = new Machine();
    expect(machine.after(0, { slowdown: 2.5 })).toMatchObject({ code: 'BUSY', threads: 2, share: 0.8 });
    expect(machine.after(10)).toMatchObject({ code: 'BUSY', threads: 1, share: 0.8 });
    expect(machine.after(29, { slowdown: 1 })).toMatchObject({ threads: 1 });
    expect(machine.after(40)).toMatchObject({ code: 'RUNNING', threads: 4 });
  });

  it('eases off under pressure, and takes no notice of it when hidden: browsers do not tell it then', () => {
    const machine = new Machine();
    expect(machine.after(0, reads({ pressure: 'critical', hidden: true }))).toMatchObject({
      code: 'RUNNING',
    });
    const pressed = machine.after(0, reads({ pressure: 'critical', hidden: false }));
    expect(pressed).toMatchObject({
      code: 'PRESSURE',
      threads: 2,
    });
  });

  it.each([
    [{}, { battery: { charging: false, level: 0.9 } }, 'ON_BATTERY'],
    [{}, { battery: { charging: true, level: 0.2 } }, 'BATTERY_LOW'],
    [{}, { metered: true }, 'METERED'],
    [{ hidden: 'rest' }, { hidden: true }, 'HIDDEN'],
    [{ inUse: 'rest' }, { inUse: true }, 'IN_USE'],
  ] as const)(
    '%j with %j rests at once with %s, and resumes when that has been over for ten seconds',
    (some, reading, code) => {
      const machine = new Machine();
      machine.after(5, rules(some));
      expect(machine.after(0, reads(reading))).toMatchObject({ code, threads: 0 });
      expect(machine.after(0, reads({}))).toMatchObject({ code: 'RESUMING', threads: 0 });
      expect(machine.after(5, reads(reading))).toMatchObject({ code });
      expect(machine.after(9, reads({}))).toMatchObject({ code: 'RESUMING', threads: 0 });
      expect(machine.after(1)).toMatchObject({ code: 'RUNNING', threads: 4 });
    },
  );

  it('a pause ends on time, and hours begin on the minute', () => {
    const machine = new Machine();
    const pause = { kind: 'until', at: NOW + 1_800_000 } as const;
    expect(machine.after(1_799, rules({ pause }))).toMatchObject({ code: 'PAUSED', threads: 0 });
    expect(machine.after(1)).toMatchObject({ code: 'RUNNING' });
    expect(machine.after(0, rules({ hours: { from: 751, to: 760 } }))).toMatchObject({
      code: 'OUTSIDE_HOURS',
    });
    expect(machine.after(60)).toMatchObject({ code: 'RUNNING' });
    expect(machine.after(9 * 60)).toMatchObject({ code: 'OUTSIDE_HOURS' });
  });

  it('what was chosen comes before what is read', () => {
    const battery = { charging: false, level: 0.1 };
    const machine = new Machine();
    expect(machine.after(0, { ...rules({ pause: { kind: 'restart' } }), ...reads({ battery }) }).code).toBe(
      'PAUSED',
    );
  });

  it('never allows more than was agreed to, nor a share too small to work with', () => {
    const limits = fc.record({
      threads: fc.integer({ min: 1, max: 256 }),
      share: fc.double({ min: SMALLEST_SHARE, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(limits, fc.constantFrom(1, 0.5, 0.25), (limit, level) => {
        const eased = easedLimit(limit, level);
        expect(eased.threads).toBeGreaterThanOrEqual(1);
        expect(eased.threads).toBeLessThanOrEqual(limit.threads);
        expect(eased.share).toBeGreaterThanOrEqual(SMALLEST_SHARE);
        expect(eased.share).toBeLessThanOrEqual(limit.share + 1e-9);
      }),
    );
  });

  it('under any readings work never begins twice within ten seconds', () => {
    const world = fc.array(
      fc.tuple(
        fc.record({
          battery: fc.option(
            fc.record({ charging: fc.boolean(), level: fc.double({ min: 0, max: 1, noNaN: true }) }),
          ),
          metered: fc.option(fc.boolean()),
          hidden: fc.option(fc.boolean()),
          inUse: fc.option(fc.boolean()),
          pressure: fc.constantFrom(null, 'nominal', 'serious', 'critical'),
        }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        fc.integer({ min: 1, max: 25 }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(world, (phases) => {
        const machine = new Machine();
        machine.around = { ...machine.around, ...rules({ hidden: 'rest', inUse: 'rest' }) };
        let begun = Number.NEGATIVE_INFINITY;
        let before = 1;
        let second = 0;
        for (const [readings, slowdown, seconds] of phases)
          for (let i = 0; i < seconds; i++, second++) {
            const { threads } = machine.after(1, { readings, slowdown } as Partial<Circumstances>);
            if (threads > 0 && before === 0) {
              expect(second - begun).toBeGreaterThanOrEqual(10);
              begun = second;
            }
            before = threads;
          }
      }),
    );
  });
});
