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
import { choose, engineState, rules } from './state.ts';

const change = (part: Partial<Rules>): void => void choose({ ...rules.value, ...part });

const forMinutes = (minutes: number): Pause => ({ kind: 'until', at: Date.now() + minutes * 60_000 });

/** Pause while it runs; resume, or run anyway, while it rests. */
export function Pauses() {
  const code = reasonToRest(engineState.value?.governor, rules.value);
  if (code !== null)
    return (
      <div class="pauses">
        <button type="button" class="small" onClick={() => choose(without(code, rules.value))}>
          {code === 'PAUSED' ? 'Resume' : 'Run anyway'}
        </button>
      </div>
    );
  return (
    <fieldset class="pauses">
      <legend>Pause for</legend>
      <button type="button" class="small" onClick={() => change({ pause: forMinutes(30) })}>
        30 minutes
      </button>
      <button type="button" class="small" onClick={() => change({ pause: forMinutes(60) })}>
        1 hour
      </button>
      <button type="button" class="small" onClick={() => change({ pause: { kind: 'restart' } })}>
        Until I reopen it
      </button>
    </fieldset>
  );
}

const BATTERY: Record<Rules['battery'], string> = {
  charging: 'Only while plugged in',
  level: 'Also unplugged',
  ignore: 'Never mind the battery',
};

function BatteryRule() {
  const { battery, batteryAbove } = rules.value;
  return (
    <div class="rule">
      <label>
        <span>Battery</span>
        <select
          value={battery}
          onChange={(event) => change({ battery: event.currentTarget.value as Rules['battery'] })}
        >
          {Object.entries(BATTERY).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {battery !== 'ignore' && (
        <label>
          <span>
            and charged to at least <span class="amount">{`${Math.round(batteryAbove * 100)} %`}</span>
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
  readonly words: string;
  /** Asked before the rule is set; it is not where this is refused. */
  readonly ask?: () => Promise<boolean>;
}

function RestRule({ name, words, ask }: RestRuleProps) {
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
      <span>{words}</span>
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
      <span>{end}</span>
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
  return (
    <div class="rule">
      <label class="check">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={(event) => change({ hours: event.currentTarget.checked ? NIGHT : null })}
        />
        <span>Work only at some hours of the day</span>
      </label>
      {hours && (
        <div class="hours">
          <TimeField end="from" hours={hours} />
          <TimeField end="to" hours={hours} />
        </div>
      )}
      {hours && hours.from === hours.to && <p class="wrong">From and to are the same: it works all day.</p>}
    </div>
  );
}

/** When this computer rests by itself. */
export function RuleFields() {
  return (
    <details class="rules">
      <summary>When it rests</summary>
      <BatteryRule />
      <RestRule name="metered" words="Rest on metered connections, or where I save data" />
      <RestRule name="hidden" words="Rest while this page is in the background" />
      {canTellWhetherInUse && <RestRule name="inUse" words="Rest while I use this computer" ask={askInUse} />}
      {refused.value && (
        <p class="wrong">Your browser was not allowed to tell this page whether you use the computer.</p>
      )}
      <HoursRule />
      <p class="quiet">
        By itself it also takes less while other programs keep this computer busy, and comes back slowly.
        Battery, connection and use are known only where your browser tells.
      </p>
      <button
        type="button"
        class="small"
        onClick={() => choose({ ...DEFAULT_RULES, pause: rules.value.pause })}
      >
        Set back to the usual rules
      </button>
    </details>
  );
}
