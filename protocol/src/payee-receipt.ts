import { hubDomain, PAYEE_RECEIPT, recoverTyped } from './eip712.ts';

/** A hub, and who signs for it; the operator in any case. */
export interface SigningHub {
  readonly chainId: bigint | number;
  readonly hub: string;
  readonly operator: string;
}

/** The operator's word on what an account has at its place, as {@link PAYEE_RECEIPT} is signed; amounts are token units. */
export interface SignedReceipt {
  readonly index: number | string;
  readonly account: string;
  readonly cumulative: bigint | string;
  readonly dueEpoch: number | string;
  readonly signature: string;
}

/** Whether the hub's operator signed a receipt. */
export function isReceiptOf(
  { chainId, hub, operator }: SigningHub,
  { index, account, cumulative, dueEpoch, signature }: SignedReceipt,
): boolean {
  const terms = {
    index: BigInt(index),
    account,
    cumulative: BigInt(cumulative),
    dueEpoch: BigInt(dueEpoch),
  };
  return (
    recoverTyped(hubDomain(BigInt(chainId), hub), PAYEE_RECEIPT, terms, signature) === operator.toLowerCase()
  );
}
