import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../../words/words.ts';
import type { Said } from '../attempt.ts';
import { Copying, Sure } from '../copying.tsx';
import { freshKey } from './key.ts';

interface EntranceProps {
  readonly problem: Said;
  /** Opens the account of a key; `keeps`: in this browser. */
  readonly enter: (typed: string, keeps: boolean) => unknown;
  readonly make: (name: string) => unknown;
}

function SignIn({ problem, enter }: EntranceProps) {
  const typed = useSignal('');
  const keeps = useSignal(false);
  const { title, key, keep, keepHint, open } = words('entrance').signIn;
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
      <p class="wrong" role="alert">
        {problem.value?.()}
      </p>
    </section>
  );
}

function NewAccount({ make }: EntranceProps) {
  const name = useSignal('');
  const { newTitle, newHint, name: label, make: makeOne } = words('entrance').signIn;
  return (
    <section class="panel" aria-labelledby="new-title">
      <h2 id="new-title">{newTitle}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void make(name.value.trim());
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
          {makeOne}
        </button>
      </form>
    </section>
  );
}

/** Nobody is here yet. `children`: other ways in. */
export const Entrance = ({
  children,
  ...props
}: EntranceProps & { readonly children?: ComponentChildren }) => (
  <main>
    <div class="column">
      <SignIn {...props} />
      {children}
    </div>
    <NewAccount {...props} />
  </main>
);

/** A key that was made just now: it is shown once. */
export function FreshKey() {
  const heading = useRef<HTMLHeadingElement>(null);
  // It stands at the top, wherever on the page it was asked for.
  useEffect(() => heading.current?.focus(), [freshKey.value]);
  if (freshKey.value === '') return null;
  const { title, hint, copy, copied, done } = words('entrance').fresh;
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

export function Account({ renew: renewKey, leave }: { renew: () => unknown; leave: () => unknown }) {
  const { title, hint, renew, sure, leave: away } = words('entrance').account;
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
