import { words } from '../words/words.ts';
import { PARTS, type Part, resplit } from './split.ts';
import { draft } from './state.ts';

const PER_CENT = 10_000;

function set(part: Part, percent: number): void {
  draft.value = { ...draft.value, ...resplit(draft.value, part, percent * PER_CENT) };
}

function Share({ part }: { part: Part }) {
  const { parts, percentOf } = words('site').terms;
  const percent = draft.value[part] / PER_CENT;
  return (
    <div class="share">
      <label for={part}>{parts[part]}</label>
      <input
        id={part}
        type="range"
        min={0}
        max={100}
        step={1}
        value={percent}
        aria-valuetext={`${percent} %`}
        onInput={(event) => set(part, event.currentTarget.valueAsNumber)}
      />
      <input
        type="number"
        min={0}
        max={100}
        step={0.01}
        value={percent}
        aria-label={percentOf(parts[part])}
        onChange={(event) => set(part, event.currentTarget.valueAsNumber)}
      />
      <span aria-hidden="true">%</span>
    </div>
  );
}

/** Three shares that are the whole together, whichever is moved. */
export function SplitFields() {
  const { split, splitHint } = words('site').terms;
  return (
    <fieldset aria-describedby="split-hint">
      <legend>{split}</legend>
      {PARTS.map((part) => (
        <Share key={part} part={part} />
      ))}
      <p class="quiet" id="split-hint">
        {splitHint}
      </p>
    </fieldset>
  );
}
