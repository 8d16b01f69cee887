import { hasWallet } from '../shared/account/wallet.ts';
import { amountWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { Asking } from './asking.tsx';
import { claimByWallet, claiming } from './by-wallet.ts';
import { isAsking, payOut, payoutProblem, type Quote, quote } from './payout-state.ts';
import { show, shown } from './state.ts';

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

async function claimed(address: string): Promise<void> {
  if (await claimByWallet(address)) await show(address);
}

/** For whoever has coins of the chain: nobody's terms are needed. */
function ByWallet() {
  const { byWallet, byWalletMeans, steps } = words('account').payout;
  if (!hasWallet()) return null;
  const step = claiming.value;
  return (
    <>
      <p class="quiet">{step === null ? byWalletMeans : steps[step]}</p>
      <button type="button" class="small" disabled={step !== null} onClick={() => void claimed(shown.value)}>
        {byWallet}
      </button>
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
        {offered.reason?.code !== 'PENDING' && <ByWallet />}
      </div>
      <p class="wrong" role="alert">
        {payoutProblem.value?.()}
      </p>
    </div>
  );
}
