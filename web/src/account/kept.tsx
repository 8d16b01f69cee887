import { useSignal } from '@preact/signals';
import { eraseKept, kept, keptConsent, saveKept } from './state.ts';

const NAMES: Readonly<Record<string, string>> = {
  'device-key': 'The key that names this browser: reputation and earnings on hold belong to it.',
  payee: 'The account that its work is paid to.',
  history: 'What it did, day by day.',
};

function Entry({ name }: { name: string }) {
  const consent = name === 'consent' ? keptConsent() : null;
  if (consent === null) return <li>{NAMES[name] ?? name}</li>;
  const until = new Date(consent.at + consent.lastsMs).toLocaleString('en', { dateStyle: 'long' });
  return (
    <li>
      Your yes to {consent.threads} {consent.threads === 1 ? 'thread' : 'threads'}, until {until}.
    </li>
  );
}

/** Everything that this browser keeps, to be taken along or erased. */
export function Kept() {
  const sure = useSignal(false);
  const names = Object.keys(kept.value ?? {});
  if (names.length === 0)
    return (
      <section class="panel" aria-labelledby="kept-title">
        <h2 id="kept-title">What this browser keeps</h2>
        <p class="quiet">Nothing.</p>
      </section>
    );
  return (
    <section class="panel" aria-labelledby="kept-title">
      <h2 id="kept-title">What this browser keeps</h2>
      <ul class="kept">
        {names.map((name) => (
          <Entry key={name} name={name} />
        ))}
      </ul>
      <div class="buttons">
        <button type="button" class="small" onClick={saveKept}>
          Save a copy
        </button>
        <button
          type="button"
          class="small danger"
          onClick={async () => {
            if (sure.value) await eraseKept();
            sure.value = !sure.value;
          }}
        >
          {sure.value ? 'Yes, erase all of it' : 'Erase'}
        </button>
      </div>
      {sure.value && (
        <p class="wrong" role="alert">
          This browser starts again as a newcomer, and what it has on hold and was not checked yet may go
          unpaid. Stop the work first if it runs in another tab.
        </p>
      )}
      <p class="quiet">
        The copy holds the key: keep it to yourself. The coordinator keeps what payments rest on, counts and
        ledger entries, under the addresses of device and account.
      </p>
    </section>
  );
}
