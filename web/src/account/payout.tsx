import { amountWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { Asking } from './asking.tsx';
import { isAsking, payOut, payoutProblem, type Quote, quote } from './payout-state.ts';
import { shown } from './state.ts';

const amount = (units: string): string => `${amountWords(BigInt(units))} ${words('common').token}`;

function Offer({ due, fee, net, reason, last }: Quote) {
  const { pending, belowGas, offer, words: label, pay, dropped } = words('account').payout;
  if (reason?.code === 'PENDING') return <p>{pending}</p>;
  if (reason?.code === 'BELOW_GAS') return <p>{belowGas(amount(due), amount(fee))}</p>;
  if (reason !== null) return null;
  return (
    <>
      {last?.state === 'dropped' && <p class="quiet">{dropped}</p>}
      <p>{offer(amount(due), amount(fee), amount(net))}</p>
      <Asking label={label} button={pay} busy={isAsking.value} submit={(text) => payOut(shown.value, text)} />
    </>
  );
}

/** What is settled and not paid out, and how the relayer would pay it out. */
export function Payout() {
  const offered = quote.value;
  if (offered === null) return null;
  return (
    <div class="payout">
      <h3>{words('account').payout.title}</h3>
      <div aria-live="polite">
        <Offer {...offered} />
      </div>
      <p class="wrong" role="alert">
        {payoutProblem.value?.()}
      </p>
    </div>
  );
}
