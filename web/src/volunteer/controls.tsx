import { isPayee } from '@manyhands/browser-worker';
import { CATEGORIES, CATEGORY_NAMES } from '@manyhands/protocol';
import { statusWords } from '../shared/words.ts';
import { Pauses, RuleFields } from './rules.tsx';
import {
  categories,
  cores,
  engineState,
  payee,
  payeeText,
  problem,
  running,
  share,
  start,
  stop,
  threads,
} from './state.ts';

/** What a slider stands at. No `output`: a label would name that instead of its slider. */
export const Amount = ({ of }: { of: string }) => <span class="amount">{of}</span>;

function Sliders() {
  return (
    <div class="sliders">
      <label>
        <span>
          Threads <Amount of={`${threads} of ${cores}`} />
        </span>
        <input
          type="range"
          min="1"
          max={cores}
          disabled={cores === 1}
          value={threads}
          onInput={(event) => {
            threads.value = event.currentTarget.valueAsNumber;
          }}
        />
      </label>
      <label>
        <span>
          Share of each <Amount of={`${share} %`} />
        </span>
        <input
          type="range"
          min="5"
          max="100"
          step="5"
          value={share}
          onInput={(event) => {
            share.value = event.currentTarget.valueAsNumber;
          }}
        />
      </label>
    </div>
  );
}

/** What jobs may be for. Nothing ticked means everything, so that nobody ends up with nothing by mistake. */
function Categories() {
  const chosen = categories.value;
  const choose = (name: string, isOn: boolean): void => {
    categories.value = isOn ? [...chosen, name] : chosen.filter((each) => each !== name);
  };
  const words = chosen.length === 0 ? 'anything' : `${chosen.length} of ${CATEGORY_NAMES.length} kinds`;
  return (
    <details class="categories">
      <summary>
        Work for <b>{words}</b>
      </summary>
      <fieldset>
        <legend>None ticked: for anything</legend>
        {CATEGORY_NAMES.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) => choose(name, event.currentTarget.checked)}
            />
            {CATEGORIES[name]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function PayeeField() {
  const valid = isPayee(payeeText.value.trim());
  return (
    <label class="payee">
      <span>Pay to (an Ethereum address; empty: your work is a gift)</span>
      <input
        type="text"
        inputMode="text"
        autocomplete="off"
        spellcheck={false}
        placeholder="0x…"
        aria-invalid={!valid}
        disabled={running}
        value={running.value ? payee : payeeText}
        onInput={(event) => {
          payeeText.value = event.currentTarget.value;
          if (isPayee(payeeText.value.trim())) payee.value = payeeText.value.trim();
        }}
      />
      {!valid && <span class="wrong">An address is 0x and 40 digits from 0–9 and a–f.</span>}
      <a class="account-link" href="/account.html">
        Make an account, see what it earned
      </a>
    </label>
  );
}

/** What a yes means, in the tense of the moment. */
function ConsentWords() {
  return (
    <p class="consent" id="consent-words">
      {running.value ? 'This page may use' : 'Pressing Start lets this page use'} up to{' '}
      <b>{`${threads} ${threads.value === 1 ? 'thread' : 'threads'}, ${share} % of each`}</b>, to compute
      other people’s jobs, listed below. It costs electricity and may warm your computer. Programs run in the
      browser’s sandbox: they cannot read your files or reach the network. This browser keeps a key that names
      it, and your yes for 30 days. <b>Stop</b> ends all work within a second and takes the yes back.
    </p>
  );
}

/** Start and stop, how much, and for whom. */
export function Controls() {
  const status = statusWords(engineState.value);
  const startable = isPayee(payeeText.value.trim());
  return (
    <section class="panel controls" aria-labelledby="controls-title">
      <h2 id="controls-title" class="visually-hidden">
        Your computer
      </h2>
      <div class="status" role="status" aria-live="polite">
        <span class={`lamp ${status.tone}`} aria-hidden="true" />
        <div>
          <strong>{status.title}</strong>
          <p>{status.sentence}</p>
        </div>
      </div>
      {problem.value && <p class="wrong">{problem}</p>}
      {running.value ? (
        <button type="button" class="big stop" onClick={stop}>
          Stop
        </button>
      ) : (
        <button
          type="button"
          class="big start"
          disabled={!startable}
          aria-describedby="consent-words"
          onClick={(event) => event.isTrusted && start()}
        >
          Start
        </button>
      )}
      {running.value && <Pauses />}
      <Sliders />
      <RuleFields />
      <Categories />
      <PayeeField />
      <ConsentWords />
    </section>
  );
}
