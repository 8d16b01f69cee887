import type { EngineState } from '@manyhands/browser-worker';
import { describe, expect, it } from 'vitest';
import { statusWords } from './words.ts';

const working: EngineState = {
  phase: { kind: 'working' },
  device: '',
  seats: 2,
  queued: 0,
  running: [],
  computedItems: 0,
  computedFuel: 0n,
  unsettled: 0,
  standing: null,
  trouble: '',
  governor: null,
};
const unit: EngineState['running'][number] = {
  assignment: 'a',
  job: 'j',
  title: 'Fold',
  kernel: 'k',
  researcher: 'Ada',
  items: 2,
  done: 1,
  fuelCap: 1n,
  memoryBytes: 0,
};
const allowed = (
  code: 'BUSY' | 'PAUSED' | 'ON_BATTERY',
  sentence: string,
  threads: number,
): EngineState['governor'] => ({ code, sentence, threads, share: 1 });
const standing = {
  code: 'NO_JOB',
  sentence: 'no job is running',
  finalItems: 0,
  heldItems: 0,
  refutedItems: 0,
  finalFuel: 0n,
  earned: 0n,
  held: 0n,
};

describe('words', () => {
  it.each<[string, EngineState | null, string, RegExp]>([
    ['no engine', null, 'Not running', /Nothing runs/],
    [
      'another tab',
      { ...working, phase: { kind: 'elsewhere' } },
      'Already running in another tab',
      /takes over/,
    ],
    [
      'a lost line',
      {
        ...working,
        phase: { kind: 'reconnecting', inMs: 2400, code: 'SESSION_LOST', message: 'the line broke' },
      },
      'Reconnecting',
      /^The line broke\. Trying again in 2 sec\.$/,
    ],
    [
      'a ban',
      { ...working, phase: { kind: 'refused', code: 'DEVICE_BANNED', message: 'an answer was refuted.' } },
      'Refused',
      /^An answer was refuted\. \(DEVICE_BANNED\)$/,
    ],
    ['work', { ...working, running: [unit] }, 'Computing', /1 thread /],
    [
      'a busy machine',
      { ...working, running: [unit], governor: allowed('BUSY', 'Eased off: now 1 thread.', 1) },
      'Computing',
      /^Eased off: now 1 thread\.$/,
    ],
    [
      'a pause that has work to end',
      { ...working, running: [unit], governor: allowed('PAUSED', 'Paused.', 0) },
      'Paused',
      /^Paused\. Finishing what is begun\.$/,
    ],
    [
      'a battery',
      { ...working, seats: 0, governor: allowed('ON_BATTERY', 'On battery.', 0) },
      'Resting',
      /^On battery\.$/,
    ],
    ['no work', { ...working, standing }, 'Waiting for work', /^No job is running\.$/],
    ['no word yet', working, 'Waiting for work', /no work for this device/],
    [
      'a failed seat',
      { ...working, seats: 0, trouble: 'no memory left' },
      'Recovering',
      /^No memory left\.$/,
    ],
  ])('says the true reason: %s', (_, state, title, sentence) => {
    const words = statusWords(state);
    expect(words.title).toBe(title);
    expect(words.sentence).toMatch(sentence);
  });
});
