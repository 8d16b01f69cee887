/** Its own chunk, loaded when a receipt is to be checked: nobody else needs curves here. */
import { hubDomain, PAYEE_RECEIPT, recoverTyped } from '@manyhands/protocol';
import type { Receipt } from './receipt-state.ts';

/** Whether the hub's operator signed a receipt. */
export function isReceiptOf(
  { chainId, hub, operator }: Pick<Receipt, 'chainId' | 'hub' | 'operator'>,
  { index, account, cumulative, dueEpoch, signature }: Receipt,
): boolean {
  const terms = {
    index: BigInt(index),
    account,
    cumulative: BigInt(cumulative),
    dueEpoch: BigInt(dueEpoch),
  };
  const signer = recoverTyped(hubDomain(BigInt(chainId), hub), PAYEE_RECEIPT, terms, signature);
  return signer === operator.toLowerCase();
}
