import { reasonOf } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { type JobStanding, waitingReason } from './waiting.ts';

const job = (changes: Partial<JobStanding>): JobStanding => ({
  state: 'running',
  open: false,
  withheld: null,
  ending: false,
  halted: null,
  items: 100,
  held: 0,
  final: 10,
  inFlight: 0,
  seats: 3,
  dispatch: null,
  ...changes,
});

it.each([
  ['a quote', { state: 'quoted' }, 'JOB_NOT_STARTED'],
  ['a paused job, whatever else', { state: 'paused', seats: 0, inFlight: 4 }, 'JOB_PAUSED'],
  ['a cancelled job of which rows on hold were shown', { state: 'paused', ending: true }, 'JOB_ENDING'],
  ['a job that paused by itself', { state: 'paused', halted: { failed: 3 } }, 'JOB_STOPPED'],
  ['a job of a stopped kernel', { withheld: reasonOf('KERNEL_STOPPED'), inFlight: 4 }, 'KERNEL_STOPPED'],
  [
    'a quote that waits for review',
    { state: 'quoted', withheld: reasonOf('KERNEL_UNREVIEWED') },
    'KERNEL_UNREVIEWED',
  ],
  [
    'a job that ended before the stop',
    { state: 'certified', withheld: reasonOf('KERNEL_STOPPED') },
    undefined,
  ],
  ['a job that moves', { inFlight: 1, seats: 0, dispatch: reasonOf('BUDGET_SPENT') }, undefined],
  ['a job without money', { dispatch: reasonOf('BUDGET_SPENT') }, 'BUDGET_SPENT'],
  ['a job without contributors', { seats: 0 }, 'NO_SEATS'],
  ['a job of which all is on hold', { held: 90 }, 'ALL_ON_HOLD'],
  ['an open job that has done all it has', { open: true, final: 100 }, 'AWAITS_INPUTS'],
  ['a closed job that has done all', { final: 100, seats: 0 }, undefined],
  ['a job that has ended', { state: 'certified', seats: 0 }, undefined],
  ['a job that was given up', { state: 'cancelled', dispatch: reasonOf('BUDGET_SPENT') }, undefined],
] as const)('says why %s waits', (_, changes, code) => {
  expect(waitingReason(job(changes as Partial<JobStanding>))?.code).toBe(code);
});

it('says of a job that paused by itself how many items failed, and the first of them once somebody has looked', () => {
  const sentence = (halted: JobStanding['halted']) =>
    waitingReason(job({ state: 'paused', halted }))?.sentence;
  expect(sentence({ failed: 1 })).toBe('Stopped: 1 item failed.');
  expect(sentence({ failed: 10, first: 17 })).toBe('Stopped: 10 items failed. The first is item 17.');
  expect(sentence({ failed: 10, first: 17, message: 'divide by zero' })).toBe(
    'Stopped: 10 items failed. The first is item 17: divide by zero.',
  );
});
