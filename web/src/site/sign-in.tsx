import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/words.ts';
import { Copying, Sure } from './copying.tsx';
import { enter, freshKey, leave, makeAccount, problem, renewKey } from './state.ts';

const Problem = () => (
  <p class="wrong" role="alert">
    {problem.value?.()}
  </p>
);

function SignIn() {
  const typed = useSignal('');
  const keeps = useSignal(false);
  const { title, key, keep, keepHint, open } = words('site').signIn;
  return (
    <section class="panel" aria-labelledby="open-title">
      <h2 id="open-title">{title}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void enter(typed.value, keeps.value);
        }}
      >
        <label>
          <span>{key}</span>
          <input
            type="password"
            autocomplete="off"
            value={typed}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={keeps}
            aria-describedby="keep-hint"
            onChange={(event) => {
              keeps.value = event.currentTarget.checked;
            }}
          />
          {keep}
        </label>
        <p class="quiet" id="keep-hint">
          {keepHint}
        </p>
        <button type="submit" class="small strong" disabled={typed.value.trim() === ''}>
          {open}
        </button>
      </form>
      <Problem />
    </section>
  );
}

function NewAccount() {
  const name = useSignal('');
  const { newTitle, newHint, name: label, make } = words('site').signIn;
  return (
    <section class="panel" aria-labelledby="new-title">
      <h2 id="new-title">{newTitle}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void makeAccount(name.value.trim());
        }}
      >
        <p class="quiet">{newHint}</p>
        <label>
          <span>{label}</span>
          <input
            type="text"
            maxLength={100}
            autocomplete="organization"
            value={name}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="small" disabled={name.value.trim() === ''}>
          {make}
        </button>
      </form>
    </section>
  );
}

/** Nobody is here yet. */
export const Entrance = () => (
  <main>
    <SignIn />
    <NewAccount />
  </main>
);

/** A key that was made just now: it is shown once. */
export function FreshKey() {
  const heading = useRef<HTMLHeadingElement>(null);
  // It stands at the top, wherever on the page it was asked for.
  useEffect(() => heading.current?.focus(), [freshKey.value]);
  if (freshKey.value === '') return null;
  const { title, hint, copy, copied, done } = words('site').fresh;
  return (
    <section class="panel fresh" aria-labelledby="fresh-title">
      <h2 id="fresh-title" tabIndex={-1} ref={heading}>
        {title}
      </h2>
      <p>{hint}</p>
      <pre class="copied">
        <code>{freshKey}</code>
      </pre>
      <div class="row">
        <Copying text={freshKey.value} name={copy} done={copied} />
        <button
          type="button"
          class="small"
          onClick={() => {
            freshKey.value = '';
          }}
        >
          {done}
        </button>
      </div>
    </section>
  );
}

export function Account() {
  const { title, hint, renew, sure, leave: away } = words('site').account;
  return (
    <section class="panel" aria-labelledby="key-title">
      <h2 id="key-title">{title}</h2>
      <p class="quiet">{hint}</p>
      <div class="row">
        <Sure name={renew} sure={sure} act={renewKey} />
        <button type="button" class="small" onClick={leave}>
          {away}
        </button>
      </div>
    </section>
  );
}
