import {
  askWhetherInUse,
  canTellWhetherInUse,
  type DayWindow,
  DEFAULT_RULES,
  type Pause,
  type Rules,
  timeOf,
  without,
} from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { reasonToRest } from '../shared/resting.ts';
import { percentWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { choose, engineState, rules } from './state.ts';

const change = (part: Partial<Rules>): void => void choose({ ...rules.value, ...part });

const forMinutes = (minutes: number): Pause => ({ kind: 'until', at: Date.now() + minutes * 60_000 });

/** Pause while it runs; resume, or run anyway, while it rests. */
export function Pauses() {
  const { label, halfAnHour, hour, restart, resume, anyway } = words('work').pauses;
  const code = reasonToRest(engineState.value?.governor, rules.value);
  if (code !== null)
    return (
      <div class="pauses">
        <button type="button" class="small" onClick={() => choose(without(code, rules.value))}>
          {code === 'PAUSED' ? resume : anyway}
        </button>
      </div>
    );
  return (
    <fieldset class="pauses">
      <legend>{label}</legend>
      <button type="button" class="small" onClick={() => change({ pause: forMinutes(30) })}>
        {halfAnHour}
      </button>
      <button type="button" class="small" onClick={() => change({ pause: forMinutes(60) })}>
        {hour}
      </button>
      <button type="button" class="small" onClick={() => change({ pause: { kind: 'restart' } })}>
        {restart}
      </button>
    </fieldset>
  );
}

function BatteryRule() {
  const { battery, batteryAbove } = rules.value;
  const { battery: label, batteries, charged } = words('volunteer').rules;
  return (
    <div class="rule">
      <label>
        <span>{label}</span>
        <select
          value={battery}
          onChange={(event) => change({ battery: event.currentTarget.value as Rules['battery'] })}
        >
          {Object.entries(batteries).map(([value, said]) => (
            <option key={value} value={value}>
              {said}
            </option>
          ))}
        </select>
      </label>
      {battery !== 'ignore' && (
        <label>
          <span>
            {charged} <span class="amount">{percentWords(batteryAbove)}</span>
          </span>
          <input
            type="range"
            min="0"
            max="95"
            step="5"
            value={Math.round(batteryAbove * 100)}
            onInput={(event) => change({ batteryAbove: event.currentTarget.valueAsNumber / 100 })}
          />
        </label>
      )}
    </div>
  );
}

interface RestRuleProps {
  readonly name: 'metered' | 'hidden' | 'inUse';
  readonly label: string;
  /** Asked before the rule is set; it is not where this is refused. */
  readonly ask?: () => Promise<boolean>;
}

function RestRule({ name, label, ask }: RestRuleProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={rules.value[name] === 'rest'}
        onChange={async (event) => {
          const box = event.currentTarget;
          const rests = box.checked && (ask === undefined || (await ask()));
          box.checked = rests;
          change({ [name]: rests ? 'rest' : 'ignore' });
        }}
      />
      <span>{label}</span>
    </label>
  );
}

const refused = signal(false);

/** Browsers tell this only to pages that were allowed to know. */
async function askInUse(): Promise<boolean> {
  const granted = await askWhetherInUse();
  refused.value = !granted;
  return granted;
}

const NIGHT: DayWindow = { from: 22 * 60, to: 7 * 60 };

function minuteOf(time: string): number | null {
  const [hour, minute] = time.split(':').map(Number);
  return Number.isInteger(hour) && Number.isInteger(minute) ? hour * 60 + minute : null;
}

function TimeField({ end, hours }: { end: keyof DayWindow; hours: DayWindow }) {
  return (
    <label>
      <span>{words('volunteer').rules[end]}</span>
      <input
        type="time"
        value={timeOf(hours[end])}
        onChange={(event) => {
          const minute = minuteOf(event.currentTarget.value);
          if (minute !== null) change({ hours: { ...hours, [end]: minute } });
        }}
      />
    </label>
  );
}

function HoursRule() {
  const { hours } = rules.value;
  const { hours: label, sameHours } = words('volunteer').rules;
  return (
    <div class="rule">
      <label class="check">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={(event) => change({ hours: event.currentTarget.checked ? NIGHT : null })}
        />
        <span>{label}</span>
      </label>
      {hours && (
        <div class="hours">
          <TimeField end="from" hours={hours} />
          <TimeField end="to" hours={hours} />
        </div>
      )}
      {hours && hours.from === hours.to && <p class="wrong">{sameHours}</p>}
    </div>
  );
}

/** When this computer rests by itself. */
export function RuleFields() {
  const { title, metered, hidden, inUse, inUseRefused, byItself, reset } = words('volunteer').rules;
  return (
    <details class="rules">
      <summary>{title}</summary>
      <BatteryRule />
      <RestRule name="metered" label={metered} />
      <RestRule name="hidden" label={hidden} />
      {canTellWhetherInUse && <RestRule name="inUse" label={inUse} ask={askInUse} />}
      {refused.value && <p class="wrong">{inUseRefused}</p>}
      <HoursRule />
      <p class="quiet">{byItself}</p>
      <button
        type="button"
        class="small"
        onClick={() => choose({ ...DEFAULT_RULES, pause: rules.value.pause })}
      >
        {reset}
      </button>
    </details>
  );
}
