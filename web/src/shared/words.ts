import type { EngineState } from '@manyhands/browser-worker';
import { CATEGORIES, isCategory } from '@manyhands/protocol';
import { formats, words } from '../words/words.ts';
import { type Refused, UNREACHABLE } from './ask.ts';

export const countWords = (count: number): string => formats().count(count);

/** Fuel as people read it: “12.3 billion”. */
export const fuelWords = (fuel: bigint): string => formats().compact(fuel);

/** Token units as a decimal amount without trailing zeros. */
export const amountWords = (units: bigint): string => formats().amount(units);

export const bytesWords = (bytes: number): string => formats().bytes(bytes);

export const shortHash = (hash: string): string => (hash.length > 14 ? `${hash.slice(0, 12)}…` : hash);

/** “4 min”, “2 days”: as exact as an estimate deserves. */
export const durationWords = (seconds: number): string => formats().duration(seconds);

/** Why the coordinator refused: a sentence of the page's language where it has one, else the coordinator's own words. */
export function refusalWords({ code, message }: Pick<Refused, 'code' | 'message'>): string {
  const { errors, unreachable, noReason } = words('common');
  if (code === UNREACHABLE) return unreachable;
  return errors[code as keyof typeof errors] ?? sentence(message || noReason);
}

/** How the work stands, in a word for the eye and a sentence that says why. */
export interface StatusWords {
  readonly tone: 'off' | 'busy' | 'waiting' | 'problem';
  readonly title: string;
  readonly sentence: string;
}

/** Says the true reason when nothing runs. */
export function statusWords(state: EngineState | null): StatusWords {
  const phase = state?.phase ?? { kind: 'idle' as const };
  switch (phase.kind) {
    case 'idle':
      return { tone: 'off', title: 'Not running', sentence: 'Nothing runs on this computer.' };
    case 'elsewhere':
      return {
        tone: 'waiting',
        title: 'Already running in another tab',
        sentence: 'This tab takes over when that one is closed or stopped.',
      };
    case 'connecting':
      return { tone: 'waiting', title: 'Connecting', sentence: 'Greeting the coordinator.' };
    case 'reconnecting':
      return {
        tone: 'waiting',
        title: 'Reconnecting',
        sentence: `${sentence(phase.message)} Trying again in ${durationWords(phase.inMs / 1000)}.`,
      };
    case 'refused':
      return { tone: 'problem', title: 'Refused', sentence: `${sentence(phase.message)} (${phase.code})` };
    case 'stopping':
      return { tone: 'waiting', title: 'Stopping', sentence: 'Handing in what is finished.' };
    case 'working':
      return workingWords(state as EngineState);
  }
}

function workingWords(state: EngineState): StatusWords {
  const { governor, running } = state;
  if (governor?.threads === 0)
    return {
      tone: 'waiting',
      title: governor.code === 'PAUSED' ? 'Paused' : 'Resting',
      sentence: running.length > 0 ? `${governor.sentence} Finishing what is begun.` : governor.sentence,
    };
  if (running.length > 0)
    return {
      tone: 'busy',
      title: 'Computing',
      sentence:
        governor === null || governor.code === 'RUNNING'
          ? `On ${running.length} ${running.length === 1 ? 'thread' : 'threads'} of this computer.`
          : governor.sentence,
    };
  if (state.seats === 0 && state.trouble)
    return { tone: 'problem', title: 'Recovering', sentence: sentence(state.trouble) };
  const reason = state.standing?.sentence || 'The coordinator has no work for this device right now.';
  return { tone: 'waiting', title: 'Waiting for work', sentence: sentence(reason) };
}

/** Begins with a capital letter and ends with a full stop. */
export const sentence = (text: string): string => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** What a job is for, in words for people; one from a later version stays as it is. */
export const categoryWords = (category: string): string =>
  isCategory(category) ? CATEGORIES[category] : category;
