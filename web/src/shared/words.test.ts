import type { EngineState } from '@manyhands/browser-worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { speak } from '../words/words.ts';
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
  beforeAll(() => speak('en', ['common', 'work']));

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
      { ...working, running: [unit], governor: { code: 'BUSY', threads: 1, share: 0.5 } },
      'Computing',
      /busy: now 1 thread at 50%\.$/,
    ],
    [
      'a pause that has work to end',
      { ...working, running: [unit], governor: { code: 'PAUSED', until: 425, threads: 0, share: 1 } },
      'Paused',
      /^Paused until 07:05\. Finishing what is begun\.$/,
    ],
    [
      'a battery',
      { ...working, seats: 0, governor: { code: 'ON_BATTERY', threads: 0, share: 1 } },
      'Resting',
      /runs on battery/,
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

  it('says in German what it knows by its code, and else the coordinator’s own words', async () => {
    await speak('de');
    const rest = { ...working, seats: 0 };
    expect(
      statusWords({ ...rest, governor: { code: 'PAUSED', until: 425, threads: 0, share: 1 } }),
    ).toMatchObject({ title: 'Pausiert', sentence: 'Pausiert bis 07:05 Uhr.' });
    expect(
      statusWords({ ...rest, governor: { code: 'BATTERY_LOW', least: 0.5, threads: 0, share: 1 } }).sentence,
    ).toMatch(/über 50\u00a0% geladen/);
    expect(statusWords({ ...working, standing }).sentence).toBe(
      'Zurzeit gibt es keinen Auftrag zu berechnen.',
    );
    const own = { ...standing, code: 'OF_A_LATER_VERSION', sentence: 'the moon is full' };
    expect(statusWords({ ...working, standing: own }).sentence).toBe('The moon is full.');
    const refused = { kind: 'refused', message: 'an answer was refuted' } as const;
    expect(
      ['DEVICE_BANNED', 'constructor'].map(
        (code) => statusWords({ ...working, phase: { ...refused, code } }).sentence,
      ),
    ).toEqual([
      'Dieses Gerät ist gesperrt, weil eine seiner Antworten widerlegt wurde. (DEVICE_BANNED)',
      'An answer was refuted. (constructor)',
    ]);
  });
});
