import type { EngineState, GovernorState } from '@manyhands/browser-worker';
import { isCategory } from '@manyhands/protocol';
import { formats, words } from '../words/words.ts';
import { type Refused, UNREACHABLE } from './ask.ts';

export const countWords = (count: number): string => formats().count(count);

/** Fuel as people read it: “12.3 billion”. */
export const fuelWords = (fuel: bigint): string => formats().compact(fuel);

/** Token units as a decimal amount without trailing zeros. */
export const amountWords = (units: bigint): string => formats().amount(units);

/** Of a share from 0 to 1. */
export const percentWords = (share: number): string => formats().percent(share);

export const bytesWords = (bytes: number): string => formats().bytes(bytes);

export const shortHash = (hash: string): string => (hash.length > 14 ? `${hash.slice(0, 12)}…` : hash);

/** “4 min”, “2 days”: as exact as an estimate deserves. */
export const durationWords = (seconds: number): string => formats().duration(seconds);

/** Why the coordinator refused: a sentence of the page's language where it has one, else the coordinator's own words. */
export function refusalWords({ code, message }: Pick<Refused, 'code' | 'message'>): string {
  const { errors, unreachable, noReason } = words('common');
  if (code === UNREACHABLE) return unreachable;
  return ofCode(errors, code) ?? sentence(message || noReason);
}

/** How the work stands, in a word for the eye and a sentence that says why. */
export interface StatusWords {
  readonly tone: 'off' | 'busy' | 'waiting' | 'problem';
  readonly title: string;
  readonly sentence: string;
}

/** Says the true reason when nothing runs. */
export function statusWords(state: EngineState | null): StatusWords {
  const { idle, elsewhere, connecting, reconnecting, tryingIn, refused, stopping } = words('work');
  const phase = state?.phase ?? { kind: 'idle' as const };
  switch (phase.kind) {
    case 'idle':
      return { tone: 'off', ...idle };
    case 'elsewhere':
      return { tone: 'waiting', ...elsewhere };
    case 'connecting':
      return { tone: 'waiting', ...connecting };
    case 'reconnecting': {
      const when = tryingIn(durationWords(phase.inMs / 1000));
      return { tone: 'waiting', title: reconnecting, sentence: `${refusalWords(phase)} ${when}` };
    }
    case 'refused':
      return { tone: 'problem', title: refused, sentence: `${refusalWords(phase)} (${phase.code})` };
    case 'stopping':
      return { tone: 'waiting', ...stopping };
    case 'working':
      return workingWords(state as EngineState);
  }
}

function workingWords({ governor, running, seats, trouble, standing }: EngineState): StatusWords {
  const { paused, resting, finishing, computing, computingOn, recovering, waiting, noWork } = words('work');
  if (governor?.threads === 0) {
    const why = governorWords(governor);
    return {
      tone: 'waiting',
      title: governor.code === 'PAUSED' ? paused : resting,
      sentence: running.length > 0 ? `${why} ${finishing}` : why,
    };
  }
  if (running.length > 0) {
    const runsAll = governor === null || governor.code === 'RUNNING';
    const sentence = runsAll ? computingOn(running.length) : governorWords(governor);
    return { tone: 'busy', title: computing, sentence };
  }
  if (seats === 0 && trouble) return { tone: 'problem', title: recovering, sentence: sentence(trouble) };
  return { tone: 'waiting', title: waiting, sentence: standing?.sentence ? reasonWords(standing) : noWork };
}

/** What the governor decided, and why. */
function governorWords(state: GovernorState): string {
  const say = words('work').governor[state.code] as (state: GovernorState) => string;
  return say(state);
}

/** Why nothing is computed: a sentence of the page's language where it has one, else the coordinator's own words. */
export const reasonWords = ({ code, sentence: own }: { code: string; sentence: string }): string =>
  ofCode(words('work').reasons, code) ?? sentence(own);

/** The words for a code that came from elsewhere, if there are any. */
const ofCode = (all: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(all, code) ? all[code] : undefined;

/** Begins with a capital letter and ends with a full stop. */
export const sentence = (text: string): string => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** What a job is for, in words for people; one from a later version stays as it is. */
export const categoryWords = (category: string): string =>
  isCategory(category) ? words('work').categories[category] : category;
