import { isPayee } from '@manyhands/browser-worker';
import { useSignal } from '@preact/signals';
import { Figure } from '../shared/figure.tsx';
import { amountWords } from '../shared/words.ts';
import type { Balance } from './balance.ts';
import { balance, payee, show, shown } from './state.ts';

function Figures({ earned, held, rooted, claimed }: Balance) {
  return (
    <dl class="figures">
      <Figure name="Earned" value={amountWords(earned)} unit="HAND" hint="checked, and yours for good" />
      <Figure name="On hold" value={amountWords(held)} unit="HAND" hint="until more checks pass" />
      <Figure name="Settled" value={amountWords(rooted)} unit="HAND" hint="written on the chain" />
      <Figure
        name="Paid out"
        value={claimed === null ? '–' : amountWords(claimed)}
        unit={claimed === null ? undefined : 'HAND'}
        hint={claimed === null ? 'the chain does not answer' : 'in your account'}
      />
    </dl>
  );
}

function Found() {
  const found = balance.value;
  if (shown.value === '') return <p class="quiet">No account is chosen yet.</p>;
  if (found === undefined) return <p class="quiet">Asking the coordinator…</p>;
  return typeof found === 'string' ? <p class="quiet">{found}</p> : <Figures {...found} />;
}

/** What an account earned. Whoever knows an address may look: the chain is as public. */
export function Earnings() {
  const text = useSignal<string | null>(null);
  const address = text.value ?? payee.value;
  const wrong = address !== '' && !isPayee(address.trim());
  return (
    <section class="panel" aria-labelledby="earnings-title">
      <h2 id="earnings-title">Earnings</h2>
      <form
        class="asking"
        onSubmit={(event) => {
          event.preventDefault();
          if (address !== '' && !wrong) void show(address.trim());
        }}
      >
        <label>
          <span>Account</span>
          <input
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder="0x…"
            aria-invalid={wrong}
            value={address}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="small">
          Look
        </button>
      </form>
      {wrong && <p class="wrong">An address is 0x and 40 digits from 0–9 and a–f.</p>}
      <div aria-live="polite">
        <Found />
      </div>
      <p class="quiet">Each settlement pays out for everybody at once: you need no gas and claim nothing.</p>
    </section>
  );
}
