import { isPayee } from '@manyhands/browser-worker';
import { CATEGORY_NAMES } from '@manyhands/protocol';
import { categoryWords, percentWords, statusWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
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
  const { threads: label, threadsOf, share: shareLabel } = words('volunteer').controls;
  return (
    <div class="sliders">
      <label>
        <span>
          {label} <Amount of={threadsOf(threads.value, cores)} />
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
          {shareLabel} <Amount of={percentWords(share.value / 100)} />
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
  const { workFor, anything, kinds, noneTicked } = words('volunteer').controls;
  const what = chosen.length === 0 ? anything : kinds(chosen.length, CATEGORY_NAMES.length);
  return (
    <details class="categories">
      <summary>{workFor(what)}</summary>
      <fieldset>
        <legend>{noneTicked}</legend>
        {CATEGORY_NAMES.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) => choose(name, event.currentTarget.checked)}
            />
            {categoryWords(name)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function PayeeField() {
  const valid = isPayee(payeeText.value.trim());
  const { payee: label, account } = words('volunteer').controls;
  return (
    <label class="payee">
      <span>{label}</span>
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
      {!valid && <span class="wrong">{words('common').wrongAddress}</span>}
      <a class="account-link" href="/account.html">
        {account}
      </a>
    </label>
  );
}

/** What a yes means, in the tense of the moment. */
function ConsentWords() {
  const { consentBefore, consentWhile } = words('volunteer').controls;
  const consent = running.value ? consentWhile : consentBefore;
  return (
    <p class="consent" id="consent-words">
      {consent(threads.value, share.value / 100)}
    </p>
  );
}

/** Start and stop, how much, and for whom. */
export function Controls() {
  const status = statusWords(engineState.value);
  const { title, start: startLabel } = words('volunteer').controls;
  const startable = isPayee(payeeText.value.trim());
  return (
    <section class="panel controls" aria-labelledby="controls-title">
      <h2 id="controls-title" class="visually-hidden">
        {title}
      </h2>
      <div class="status" role="status" aria-live="polite">
        <span class={`lamp ${status.tone}`} aria-hidden="true" />
        <div>
          <strong>{status.title}</strong>
          <p>{status.sentence}</p>
        </div>
      </div>
      {problem.value && <p class="wrong">{problem.value()}</p>}
      {running.value ? (
        <button type="button" class="big stop" onClick={stop}>
          {words('common').stop}
        </button>
      ) : (
        <button
          type="button"
          class="big start"
          disabled={!startable}
          aria-describedby="consent-words"
          onClick={(event) => event.isTrusted && start()}
        >
          {startLabel}
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
