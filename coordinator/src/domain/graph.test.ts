import { describe, expect, it } from 'vitest';
import { type GraphStanding, nextSteps, type StageJob, type StageStanding } from './graph.ts';

const job = (fields: Partial<StageJob> = {}): StageJob => ({
  state: 'running',
  paused: false,
  open: false,
  items: 100,
  final: 0,
  ...fields,
});
const stage = (name: string, fields: Partial<StageStanding> = {}): StageStanding => ({
  name,
  from: [],
  waits: false,
  group: 1,
  job: null,
  rows: 0,
  isWhole: false,
  isChecked: false,
  isHindered: false,
  isStopped: false,
  ...fields,
});
const source = (fields: Partial<StageJob> = {}): StageStanding =>
  stage('a', { job: job(fields), isWhole: true, isChecked: true });
const fed = (fields: Partial<StageStanding> = {}): StageStanding => stage('b', { from: ['a'], ...fields });
const stepsOf = (stages: readonly StageStanding[], fields: Partial<GraphStanding> = {}) =>
  nextSteps({ state: 'running', paused: false, stages, ...fields }).map((each) =>
    each.kind === 'stage' ? `${each.stage} ${Object.values(each.step).join(' ')}` : each.kind,
  );

describe('a stage is fed', () => {
  it.each([
    ['not before some rows are final', source({ final: 63 }), fed(), []],
    ['once some are', source({ final: 64 }), fed(), ['b feed false']],
    ['with fewer where there are no more', source({ items: 5, final: 5 }), fed(), ['b feed false']],
    ['not with the few of a stage that grows', source({ items: 5, final: 5, open: true }), fed(), []],
    ['once begun, with each row', source({ final: 65 }), fed({ job: job(), rows: 64 }), ['b feed false']],
    [
      'with a part of what it has at least, so that parts stay few',
      source({ items: 10_000, final: 5_019 }),
      fed({ job: job(), rows: 5_000 }),
      [],
    ],
    ['not before a group is full', source({ final: 70 }), fed({ job: job(), rows: 64, group: 10 }), []],
    ['with all rows at once where it wants all', source({ final: 99 }), fed({ group: Infinity }), []],
    ['only with certified rows where it waits', source({ final: 100 }), fed({ waits: true }), []],
    [
      'with certified rows where a row could not be taken before',
      source({ state: 'certified', final: 100 }),
      fed({ isHindered: true }),
      ['b feed true'],
    ],
    ['not again with a row that could not be taken', source({ final: 100 }), fed({ isHindered: true }), []],
  ] as const)('%s', (_, upstream, downstream, steps) => {
    expect(stepsOf([upstream, downstream])).toEqual(steps);
  });
});

describe('[CH2] what it was fed', () => {
  const whole = { job: job({ open: true, items: 100, final: 100 }), rows: 100, isWhole: true };
  it.each([
    ['waits for the certificate', source({ final: 100 }), whole, []],
    ['is compared with what was certified', source({ state: 'certified' }), whole, ['b compare']],
    [
      'is compared even where every row was left out',
      source({ state: 'certified' }),
      { rows: 100, isWhole: true },
      ['b compare'],
    ],
    [
      'is closed once it is the same',
      source({ state: 'certified' }),
      { ...whole, isChecked: true },
      ['b close'],
    ],
  ] as const)('%s', (_, upstream, downstream, steps) => {
    expect(stepsOf([upstream, fed(downstream)])).toEqual(steps);
  });
});

it('[CH1] rows that belong together are as many in each stage, or the stage stops', () => {
  const a = source({ state: 'certified' });
  const other = { ...source({ state: 'certified', items: 99 }), name: 'c' };
  expect(stepsOf([a, other, fed({ from: ['a', 'c'] })])).toEqual(['b stop STAGE_UNEVEN']);
});

describe('[CH4] a stage stops', () => {
  const certified = source({ state: 'certified' });
  it.each([
    ['where no row was left', [certified, fed({ isWhole: true, isChecked: true })], ['b stop STAGE_EMPTY']],
    ['where its job was ended', [source({ state: 'cancelled' })], ['a stop STAGE_CANCELLED']],
    [
      'behind one that stopped',
      [{ ...certified, isStopped: true, job: null }, fed()],
      ['b stop UPSTREAM_STOPPED'],
    ],
    ['and its job with it', [certified, fed({ isStopped: true, job: job() })], ['b cancel']],
  ] as const)('%s', (_, stages, steps) => {
    expect(stepsOf(stages)).toEqual(steps);
  });
});

describe('[CH5] a graph', () => {
  const done = [source({ state: 'certified' }), fed({ job: job({ state: 'certified' }), isChecked: true })];
  it.each([
    ['starts what is quoted', [source({ state: 'quoted' })], {}, ['a start']],
    ['starts nothing while it is paused', [source({ state: 'quoted' }), fed()], { paused: true }, []],
    ['pauses what began meanwhile', [source()], { paused: true }, ['a pause']],
    ['resumes all', [source({ paused: true })], {}, ['a resume']],
    [
      'ends all',
      [source(), fed({ job: job({ state: 'quoted' }) })],
      { state: 'cancelled' },
      ['a cancel', 'b cancel'],
    ],
    ['is certified once all stages are', done, {}, ['certify']],
    ['ends where some stopped and the others are done', [done[0], fed({ isStopped: true })], {}, ['end']],
    ['has nothing to do once it is certified', done, { state: 'certified' }, []],
  ] as const)('%s', (_, stages, fields, steps) => {
    expect(stepsOf(stages, fields)).toEqual(steps);
  });
});
