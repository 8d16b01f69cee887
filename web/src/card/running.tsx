import {
  type Pause,
  type Rules,
  type RunningUnit,
  SMALLEST_SHARE,
  usedOf,
  without,
} from '@manyhands/browser-worker';
import { CATEGORY_NAMES } from '@manyhands/protocol';
import { useRef } from 'preact/hooks';
import { Program } from '../shared/label.tsx';
import { reasonToRest } from '../shared/resting.ts';
import { categoryWords, fuelWords, shortHash, statusWords } from '../shared/words.ts';
import { formats, words } from '../words/words.ts';
import { lent, rules } from './lending.ts';
import { asked, engineState, lending, stop } from './state.ts';

const change = (part: Partial<Rules>): void => void lending.choose({ ...rules.value, ...part });

/** How it stands in a line, with what ends it, and what a rest can be overruled by. */
function Line() {
  const state = engineState.value;
  const status = statusWords(state);
  const title = state?.running[0]?.title;
  const done = words('card').done(state?.computedItems ?? 0, fuelWords(state?.computedFuel ?? 0n));
  const isHeldBack = state?.governor && state.governor.code !== 'RUNNING';
  const code = reasonToRest(state?.governor, rules.value);
  const { resume, anyway } = words('work').pauses;
  return (
    <div class="line">
      <p>
        <b role="status" aria-live="polite">
          <span class={`dot ${status.tone}`} aria-hidden="true" />
          {state ? status.title : words('card').starting}
        </b>
        <span class={isHeldBack ? 'reason' : 'figures'}>
          {title && !isHeldBack ? `${title}: ${done}` : status.sentence}
        </span>
      </p>
      {code !== null && (
        <button type="button" onClick={() => lending.choose(without(code, rules.value))}>
          {code === 'PAUSED' ? resume : anyway}
        </button>
      )}
      <button type="button" class="stop" onClick={stop}>
        {words('common').stop}
      </button>
    </div>
  );
}

const HALF_AN_HOUR_MS = 30 * 60_000;

function Pauses() {
  const { label, halfAnHour, restart } = words('work').pauses;
  const pause = (next: Pause) => () => change({ pause: next });
  return (
    <fieldset class="pauses">
      <legend>{label}</legend>
      <button
        type="button"
        onClick={() => change({ pause: { kind: 'until', at: Date.now() + HALF_AN_HOUR_MS } })}
      >
        {halfAnHour}
      </button>
      <button type="button" onClick={pause({ kind: 'restart' })}>
        {restart}
      </button>
    </fieldset>
  );
}

/** What runs, with what its program says it is and a way to report it. It stays between two units, so that it can be read. */
function Runs({ units }: { units: readonly RunningUnit[] }) {
  const last = useRef<RunningUnit>(undefined);
  last.current = units.find(({ kernel }) => kernel === last.current?.kernel) ?? units.at(0) ?? last.current;
  const unit = last.current;
  if (unit === undefined) return <p>{words('card').nothingRuns}</p>;
  return (
    <div>
      <p>{words('card').runs(unit.title, unit.researcher)}</p>
      <Program key={unit.kernel} kernel={unit.kernel} name={shortHash(unit.kernel)} />
    </div>
  );
}

/** How much of what was agreed to is used. */
function Amounts() {
  const consent = lent.value;
  if (consent === null) return null;
  const { threads, share } = usedOf(consent);
  const { threads: threadsWord, threadsOf, share: shareWord } = words('card');
  return (
    <div class="amounts">
      {consent.threads > 1 && (
        <label>
          <span>
            {threadsWord} <span class="amount">{threadsOf(threads, consent.threads)}</span>
          </span>
          <input
            type="range"
            min="1"
            max={consent.threads}
            value={threads}
            onChange={(event) => lending.use({ threads: event.currentTarget.valueAsNumber })}
          />
        </label>
      )}
      <label>
        <span>
          {shareWord} <span class="amount">{formats().percent(share)}</span>
        </span>
        <input
          type="range"
          min={SMALLEST_SHARE * 100}
          max={consent.share * 100}
          step="5"
          value={Math.round(share * 100)}
          onChange={(event) => lending.use({ share: event.currentTarget.valueAsNumber / 100 })}
        />
      </label>
    </div>
  );
}

/** Those that the site allows. */
const offered = CATEGORY_NAMES.filter((name) => !asked?.categories.length || asked.categories.includes(name));

/** What jobs may be for. None ticked means everything, so that nobody ends up with nothing by mistake. */
function Kinds() {
  const chosen = lent.value?.categories ?? [];
  const { workFor, anything, kinds, noneTicked } = words('card');
  const toggle = (name: string, isOn: boolean) =>
    lending.allow(isOn ? [...chosen, name] : chosen.filter((each) => each !== name));
  return (
    <details class="kinds">
      <summary>
        {workFor} <b>{chosen.length === 0 ? anything : kinds(chosen.length, offered.length)}</b>
      </summary>
      <fieldset>
        <legend>{noneTicked}</legend>
        {offered.map((name) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={(event) => toggle(name, event.currentTarget.checked)}
            />
            {categoryWords(name)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

/** The small control while it runs: a line, and behind it all that can be chosen. */
export function Running() {
  const { settings, restHidden, within } = words('card');
  const isResting = reasonToRest(engineState.value?.governor, rules.value) !== null;
  return (
    <>
      <Line />
      <details class="settings">
        <summary>{settings}</summary>
        <Runs units={engineState.value?.running ?? []} />
        {!isResting && <Pauses />}
        <Amounts />
        <label class="check">
          <input
            type="checkbox"
            checked={rules.value.hidden === 'rest'}
            onChange={(event) => change({ hidden: event.currentTarget.checked ? 'rest' : 'ignore' })}
          />
          {restHidden}
        </label>
        <Kinds />
        <p>{within}</p>
      </details>
    </>
  );
}
