import { amountWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import { isForged, receipt, saveReceipt } from './receipt-state.ts';
import { payee, shown } from './state.ts';

/** What the operator signed for this browser's own account, and what that is for. */
export function OwnReceipt() {
  const { title, says, means, save, forged } = words('account').receipt;
  const own = receipt.value;
  if (shown.value === '' || shown.value !== payee.value || (own === null && !isForged.value)) return null;
  return (
    <div class="payout">
      <h3>{title}</h3>
      {own !== null && (
        <>
          <p>{says(`${amountWords(BigInt(own.cumulative))} ${words('common').token}`, own.dueEpoch)}</p>
          <p class="quiet">{means}</p>
          <div>
            <button type="button" class="small" onClick={saveReceipt}>
              {save}
            </button>
          </div>
        </>
      )}
      {isForged.value && (
        <p class="wrong" role="alert">
          {forged}
        </p>
      )}
    </div>
  );
}
