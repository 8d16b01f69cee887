import { signal } from '@preact/signals';
import { render } from 'preact';
import { LanguageField } from '../shared/language-field.tsx';
import { openWords } from '../words/choice.ts';
import { speak, words } from '../words/words.ts';
import { tellShape } from './page.ts';
import { NO_DAYS } from './refusal.ts';
import { Running } from './running.tsx';
import { accept, ask, asked, decline, noIsKept, offer, openCard, problem, view } from './state.ts';
import { watchSight } from './visibility.ts';

const covered = signal(false);
let inSight: () => boolean = () => false;

/** Only a real click on a card in plain sight is a yes. */
function clicked(event: MouseEvent): void {
  covered.value = !inSight();
  if (event.isTrusted && !covered.value) void accept();
}

const siteName = (): string => asked?.offer.siteName ?? words('card').thisPage;

function Asking() {
  const offered = offer();
  if (offered === null) return null;
  const { consent, more, covered: coveredWords, no, yes } = words('card');
  return (
    <>
      <h1>{consent.title(offered)}</h1>
      <p>
        {consent.sentences(offered).join(' ')}{' '}
        <a href="/" target="_blank" rel="noreferrer">
          {more}
        </a>
      </p>
      {covered.value && (
        <p class="wrong" role="alert">
          {coveredWords}
        </p>
      )}
      <div class="answers">
        <button type="button" onClick={decline}>
          {no}
        </button>
        <button type="button" onClick={clicked}>
          {yes}
        </button>
      </div>
      <LanguageField choose={speak} />
    </>
  );
}

/** One line and one button: nothing runs. */
function Quiet({ said }: { said: string }) {
  return (
    <div class="line">
      <p>{said}</p>
      <button type="button" onClick={ask}>
        {words('card').lend}
      </button>
    </div>
  );
}

const keptWords = (): string =>
  noIsKept.value ? words('card').noIsKept(NO_DAYS) : words('card').noIsNotKept;

function Card() {
  const { quiet, declined, stopped } = words('card');
  switch (view.value) {
    case 'asking':
      return <Asking />;
    case 'running':
      return <Running />;
    case 'quiet':
      return <Quiet said={quiet(siteName())} />;
    case 'declined':
      return <Quiet said={`${declined} ${keptWords()}`} />;
    case 'stopped':
      return <Quiet said={`${stopped} ${keptWords()}`} />;
    case 'problem':
      return <p class="wrong">{problem.value()}</p>;
  }
}

const root = document.getElementById('card') as HTMLElement;
document.documentElement.dataset.theme = asked?.theme ?? 'auto';
inSight = watchSight(root);
await openWords(['card', 'work'], [asked?.lang ?? ''].filter(Boolean));
render(<Card />, root);
tellShape(root);
openCard();
