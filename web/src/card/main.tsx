import { consentWords } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { countWords, fuelWords, statusWords } from '../shared/words.ts';
import { tellHeight } from './page.ts';
import { NO_DAYS } from './refusal.ts';
import {
  accept,
  ask,
  asked,
  decline,
  engineState,
  noIsKept,
  offer,
  openCard,
  problem,
  stop,
  view,
} from './state.ts';
import { watchSight } from './visibility.ts';

const covered = signal(false);
let inSight: () => boolean = () => false;

/** Only a real click on a card in plain sight is a yes. */
function clicked(event: MouseEvent): void {
  covered.value = !inSight();
  if (event.isTrusted && !covered.value) void accept();
}

const siteName = asked?.offer.siteName ?? 'this page';

function Asking() {
  const offered = offer();
  if (offered === null) return null;
  const { title, sentences } = consentWords(offered);
  return (
    <>
      <h1>{title}</h1>
      <p>
        {sentences.join(' ')}{' '}
        <a href="/" target="_blank" rel="noreferrer">
          More
        </a>
      </p>
      {covered.value && (
        <p class="wrong" role="alert">
          Something lies over this card. Make all of it visible and try again.
        </p>
      )}
      <div class="answers">
        <button type="button" onClick={decline}>
          No, thanks
        </button>
        <button type="button" onClick={clicked}>
          Yes, compute
        </button>
      </div>
    </>
  );
}

/** One line and one button: nothing runs. */
function Quiet({ words }: { words: string }) {
  return (
    <div class="line">
      <p>{words}</p>
      <button type="button" onClick={ask}>
        Lend power…
      </button>
    </div>
  );
}

const keptWords = (): string =>
  noIsKept.value
    ? `You are not asked again for ${NO_DAYS} days: only your no is stored, in this frame.`
    : 'This browser stores nothing here, not even your no.';

function Running() {
  const state = engineState.value;
  const status = statusWords(state);
  const title = state?.running[0]?.title;
  const done = `${countWords(state?.computedItems ?? 0)} items, ${fuelWords(state?.computedFuel ?? 0n)} instructions`;
  const governor = state?.governor;
  const isHeldBack = governor && governor.code !== 'RUNNING';
  return (
    <div class="line">
      <p>
        <b role="status" aria-live="polite">
          <span class={`dot ${status.tone}`} aria-hidden="true" />
          {state ? status.title : 'Starting'}
        </b>
        <span class="figures">{title && !isHeldBack ? `${title}: ${done}` : status.sentence}</span>
      </p>
      <button type="button" class="stop" onClick={stop}>
        Stop
      </button>
    </div>
  );
}

function Card() {
  switch (view.value) {
    case 'asking':
      return <Asking />;
    case 'running':
      return <Running />;
    case 'quiet':
      return <Quiet words={`Support ${siteName}: nothing runs unless you say so.`} />;
    case 'declined':
      return <Quiet words={`Nothing runs. ${keptWords()}`} />;
    case 'stopped':
      return <Quiet words={`Stopped and withdrawn. ${keptWords()}`} />;
    case 'problem':
      return <p class="wrong">{problem.value}</p>;
  }
}

const root = document.getElementById('card') as HTMLElement;
document.documentElement.dataset.theme = asked?.theme ?? 'auto';
inSight = watchSight(root);
render(<Card />, root);
tellHeight(root);
openCard();
