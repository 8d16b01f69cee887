import { begin, item, job, scope, stage, stop } from './state.ts';

const SCOPES = [
  ['item', 'This item alone'],
  ['unit', 'All items that were computed together with it'],
] as const;

/** What to check, what will happen, and the button without which nothing does. */
export function Asking() {
  const busy = stage.value.kind === 'fetching' || stage.value.kind === 'computing';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) stop();
    else begin();
  };
  return (
    <form class="panel asking" onSubmit={submit} noValidate>
      <label>
        <span>Job</span>
        <input
          type="text"
          value={job.value}
          onInput={({ currentTarget }) => (job.value = currentTarget.value.trim())}
          autocomplete="off"
          spellcheck={false}
          maxLength={40}
          placeholder="32 hex digits"
          disabled={busy}
        />
      </label>
      <label>
        <span>Item</span>
        <input
          type="text"
          inputMode="numeric"
          value={item.value}
          onInput={({ currentTarget }) => (item.value = currentTarget.value.trim())}
          autocomplete="off"
          maxLength={16}
          placeholder="from 0 on"
          disabled={busy}
        />
      </label>
      <fieldset disabled={busy}>
        <legend>Recompute</legend>
        {SCOPES.map(([value, words]) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name="scope"
              value={value}
              checked={scope.value === value}
              onChange={() => (scope.value = value)}
            />
            {words}
          </label>
        ))}
      </fieldset>
      <p class="quiet">
        Nothing is fetched or run by itself. If you press the button, this tab downloads the job’s program and
        inputs, checks them against the signed certificate, and runs the program on one core until it is done
        or you stop it. It cannot read your files or reach the network, and nothing is stored or sent.
      </p>
      <button type="submit" class={busy ? 'big stop' : 'big start'}>
        {busy ? 'Stop' : 'Recompute here'}
      </button>
    </form>
  );
}
