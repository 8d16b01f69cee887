import { signal } from '@preact/signals';
import { render } from 'preact';
import { countWords, fuelWords, statusWords } from '../shared/words.ts';
import {
  accept,
  answer,
  engineState,
  openCard,
  problem,
  refuse,
  site,
  siteName,
  stop,
  threads,
} from './state.ts';
import { watchSight } from './visibility.ts';

const covered = signal(false);
let inSight: () => boolean = () => false;

/** Only a real click on a card in plain sight is a yes. */
function clicked(event: MouseEvent): void {
  covered.value = !inSight();
  if (event.isTrusted && !covered.value) void accept();
}

function Asking() {
  return (
    <>
      <h1>Support {siteName} with computing power?</h1>
      <p>
        If you agree, this card computes on <b>{`${threads} ${threads === 1 ? 'thread' : 'threads'}`}</b> of
        your processor while the page is open. It costs some electricity.{' '}
        {site ? (
          <>
            What it earns goes to{' '}
            <code title={site}>
              {site.slice(0, 8)}…{site.slice(-4)}
            </code>
            , named by {siteName}.
          </>
        ) : (
          'Nobody earns: it is a gift to science.'
        )}{' '}
        It cannot read your files. This browser keeps a key, and your yes for a day. Stop at any time.{' '}
        <a href="/" target="_blank" rel="noreferrer">
          More
        </a>
      </p>
      {covered.value && (
        <p class="wrong">Something lies over this card. Make all of it visible and try again.</p>
      )}
      <div class="answers">
        <button type="button" onClick={refuse}>
          No, thanks
        </button>
        <button type="button" onClick={clicked}>
          Yes, compute
        </button>
      </div>
    </>
  );
}

function Refused() {
  return (
    <>
      <h1>Nothing runs.</h1>
      <p>{problem.value || 'No work is done for this page.'}</p>
      <div class="answers">
        <button type="button" onClick={clicked}>
          Compute after all
        </button>
      </div>
    </>
  );
}

function Accepted() {
  const state = engineState.value;
  const status = statusWords(state);
  const title = state?.running[0]?.title;
  const governor = state?.governor;
  const isHeldBack = governor && governor.code !== 'RUNNING';
  return (
    <>
      <div role="status" aria-live="polite">
        <h1>{state ? status.title : 'Starting'}</h1>
      </div>
      <p>
        {title ? (
          <>
            <b>{title}</b> for {state?.running[0].researcher || 'a researcher'}.{' '}
            {isHeldBack && status.sentence}
          </>
        ) : (
          status.sentence
        )}
      </p>
      <p class="figures">
        <b>{countWords(state?.computedItems ?? 0)}</b> items, <b>{fuelWords(state?.computedFuel ?? 0n)}</b>{' '}
        instructions
      </p>
      <div class="answers">
        <button type="button" onClick={stop}>
          Stop
        </button>
      </div>
    </>
  );
}

function Card() {
  if (answer.value === 'asking') return <Asking />;
  return answer.value === 'refused' ? <Refused /> : <Accepted />;
}

const root = document.getElementById('card') as HTMLElement;
inSight = watchSight(root);
render(<Card />, root);
void openCard();
