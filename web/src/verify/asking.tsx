import { words } from '../words/words.ts';
import { begin, item, job, scope, stage, stop } from './state.ts';

const SCOPES = ['item', 'unit'] as const;

/** What to check, what will happen, and the button without which nothing does. */
export function Asking() {
  const said = words('verify').asking;
  const busy = stage.value.kind === 'fetching' || stage.value.kind === 'computing';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) stop();
    else begin();
  };
  return (
    <form class="panel asking" onSubmit={submit} noValidate>
      <label>
        <span>{said.job}</span>
        <input
          type="text"
          value={job.value}
          onInput={({ currentTarget }) => (job.value = currentTarget.value.trim())}
          autocomplete="off"
          spellcheck={false}
          maxLength={40}
          placeholder={said.jobHint}
          disabled={busy}
        />
      </label>
      <label>
        <span>{said.item}</span>
        <input
          type="text"
          inputMode="numeric"
          value={item.value}
          onInput={({ currentTarget }) => (item.value = currentTarget.value.trim())}
          autocomplete="off"
          maxLength={16}
          placeholder={said.itemHint}
          disabled={busy}
        />
      </label>
      <fieldset disabled={busy}>
        <legend>{said.scope}</legend>
        {SCOPES.map((value) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name="scope"
              value={value}
              checked={scope.value === value}
              onChange={() => (scope.value = value)}
            />
            {said.scopes[value]}
          </label>
        ))}
      </fieldset>
      <p class="quiet">{said.explained}</p>
      <button type="submit" class={busy ? 'big stop' : 'big start'}>
        {busy ? words('common').stop : said.recompute}
      </button>
    </form>
  );
}
