import { describe, expect, it } from 'vitest';
import { exitAudits, type HeldUnit, readyUnits } from './hold.ts';

const unit = (fields: Partial<HeldUnit> = {}): HeldUnit => ({
  drawn: 6,
  owed: 0,
  passed: 6,
  carried: 0,
  items: 100,
  hold: 12,
  exitPassed: false,
  ...fields,
});

describe('the hold', () => {
  it.each([
    ['a lone unit with only its own audits passed waits', [unit()], [false]],
    ['it is final once two later units passed theirs', [unit(), unit(), unit()], [true, false, false]],
    ['an owed audit of its own keeps it', [unit({ owed: 1 }), unit(), unit()], [false, false, false]],
    ['passed audits of dropped later units count on', [unit({ carried: 12 })], [true]],
    [
      'an exit check frees all it covers',
      [unit({ exitPassed: true }), unit({ exitPassed: true })],
      [true, true],
    ],
    ['but not one that still owes', [unit({ exitPassed: true, owed: 1 })], [false]],
    ['a unit of which every item passed needs no later ones', [unit({ items: 6 })], [true]],
    ['without a hold its own audits are enough', [unit({ hold: 0 })], [true]],
    [
      'a small unit of which nothing was drawn waits for others',
      [unit({ drawn: 0, passed: 0, items: 4 }), unit(), unit()],
      [true, false, false],
    ],
  ] as const)('%s', (_title, units, expected) => {
    expect(readyUnits(units)).toEqual(expected);
  });

  it('audits of earlier units never free a later one: a saboteur cannot bank good work', () => {
    const history = Array.from({ length: 50 }, () => unit());
    const ready = readyUnits([...history, unit({ passed: 0, owed: 6 })]);
    expect(ready[50]).toBe(false);
    expect(ready[49]).toBe(false);
  });

  it.each([
    [[unit()], 12],
    [[unit({ passed: 10 })], 8],
    [[unit(), unit({ carried: 5 })], 7],
    [[unit({ hold: 0 })], 1],
    [[], 0],
  ] as const)('an exit check draws what the newest unit lacks, one at least', (units, count) => {
    expect(exitAudits(units)).toBe(count);
  });
});
