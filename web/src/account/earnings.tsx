import { isPayee } from '@manyhands/browser-worker';
import { useSignal } from '@preact/signals';
import { Refused, UNREACHABLE } from '../shared/ask.ts';
import { Figure } from '../shared/figure.tsx';
import { SettlingState } from '../shared/settling.tsx';
import { amountWords, refusalWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import type { Balance } from './balance.ts';
import { Payout } from './payout.tsx';
import { OwnReceipt } from './receipt.tsx';
import { balance, payee, show, shown } from './state.ts';
import { Statement } from './statement.tsx';

function Figures({ earned, held, rooted, claimed }: Balance) {
  const { figures, noChain } = words('account').earnings;
  const unit = words('common').token;
  return (
    <dl class="figures">
      <Figure {...figures.earned} value={amountWords(earned)} unit={unit} />
      <Figure {...figures.held} value={amountWords(held)} unit={unit} />
      <Figure {...figures.settled} value={amountWords(rooted)} unit={unit} />
      {claimed === null ? (
        <Figure name={figures.paid.name} value="–" hint={noChain} />
      ) : (
        <Figure {...figures.paid} value={amountWords(claimed)} unit={unit} />
      )}
    </dl>
  );
}

function unfoundWords(refused: Refused): string {
  const { unanswered, paysNobody } = words('account').earnings;
  if (refused.code === UNREACHABLE) return unanswered;
  return refused.code === 'PAYMENTS_OFF' ? paysNobody : refusalWords(refused);
}

function Found() {
  const found = balance.value;
  if (shown.value === '') return <p class="quiet">{words('account').earnings.none}</p>;
  if (found === undefined) return <p class="quiet">{words('common').asking}</p>;
  return found instanceof Refused ? <p class="quiet">{unfoundWords(found)}</p> : <Figures {...found} />;
}

/** What an account earned. Whoever knows an address may look: the chain is as public. */
export function Earnings() {
  const text = useSignal<string | null>(null);
  const { title, account, look, settlements } = words('account').earnings;
  const address = text.value ?? payee.value;
  const wrong = address !== '' && !isPayee(address.trim());
  return (
    <section class="panel" aria-labelledby="earnings-title">
      <h2 id="earnings-title">{title}</h2>
      <form
        class="asking"
        onSubmit={(event) => {
          event.preventDefault();
          if (address !== '' && !wrong) void show(address.trim());
        }}
      >
        <label>
          <span>{account}</span>
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
          {look}
        </button>
      </form>
      {wrong && <p class="wrong">{words('common').wrongAddress}</p>}
      <div aria-live="polite">
        <Found />
      </div>
      <Payout />
      <OwnReceipt />
      <Statement />
      <p class="quiet">{settlements}</p>
      <SettlingState />
    </section>
  );
}
