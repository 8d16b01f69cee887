/** How settlement stands: why it waits, and since when. */
import type { Payments } from '@manyhands/sdk';
import { formats, words } from '../words/words.ts';
import { ask } from './ask.ts';
import { usePolled } from './polled.ts';
import { amountWords, sentence } from './words.ts';

const POLL_MS = 10_000;

const hand = (units = '0'): string => `${amountWords(BigInt(units))} ${words('common').token}`;

type State = Payments['settling'];

/** In the page's language where it has words for the code, else in the coordinator's own. */
function stateWords({ code, figures, sentence: own }: State): string {
  const { states } = words('settling');
  return Object.hasOwn(states, code) ? states[code](figures, hand) : sentence(own);
}

const restWords = ({ everySeconds }: State): string => {
  const { every, asked } = words('settling');
  return everySeconds === null ? asked : every(everySeconds);
};

/** Nothing where nobody is paid, or the coordinator does not answer. */
export function SettlingState() {
  const { value } = usePolled(() => ask<Payments>('/v1/payments'), POLL_MS, 'settling');
  const state = value.value?.settling;
  if (state === undefined) return null;
  const since = formats().date(new Date(state.since), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <p class="settling" aria-live="polite" data-code={state.code}>
      <strong>{words('settling').title}:</strong> {stateWords(state)}{' '}
      <span class="quiet">
        {words('settling').since(since)} {restWords(state)}
      </span>
    </p>
  );
}
