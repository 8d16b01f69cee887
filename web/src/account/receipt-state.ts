import { keep, recall } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { ask, Refused, sending } from '../shared/ask.ts';
import { save } from '../shared/save.ts';

/** The operator's word on what an account has, with all that it takes to be paid by it without this coordinator. */
export interface Receipt {
  readonly index: number;
  readonly account: string;
  /** Token units. */
  readonly cumulative: string;
  readonly dueEpoch: number;
  readonly signature: string;
  readonly chainId: number;
  readonly hub: string;
  readonly operator: string;
  readonly rpcUrl: string;
  readonly coordinator: string;
  /** What the next epoch redeems, as the hub takes it. */
  readonly vouchers: string;
}

type Hub = Pick<Receipt, 'chainId' | 'hub' | 'operator' | 'rpcUrl'>;

/** Of the account that this browser works for; null where there is none yet. */
export const receipt = signal<Receipt | null>(null);
/** Whether the coordinator gave one that the hub would refuse. */
export const isForged = signal(false);
/** What was earned when it was asked for last, and when that was. */
let asked = { earned: -1n, at: 0 };
/** As long as vouchers lag behind, a receipt is for less than was earned: then it is asked for again now and then. */
const AGAIN_MS = 60_000;

/** The kept receipt of an account. */
export async function recallReceipt(account: string): Promise<void> {
  const kept = parsed(await recall('receipt'));
  receipt.value = kept?.account === account ? kept : null;
  isForged.value = false;
  asked = { earned: -1n, at: 0 };
}

function parsed(text: string): Receipt | null {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Fetches, checks and keeps a newer receipt, where there may be one; `earned`: token units. Says whether what is kept has
 * changed.
 */
export async function lookAtReceipt(account: string, earned: bigint): Promise<boolean> {
  const promised = BigInt(receipt.value?.cumulative ?? 0);
  const isDue = earned !== asked.earned || (promised < earned && Date.now() > asked.at + AGAIN_MS);
  if (earned === 0n || !isDue) return false;
  asked = { earned, at: Date.now() };
  const before = receipt.value;
  try {
    await fetchReceipt(account);
  } catch (error) {
    // Nothing can be promised yet, or nobody answers: what is kept stays.
    if (!(error instanceof Refused)) throw error;
  }
  return receipt.value !== before;
}

async function fetchReceipt(account: string): Promise<void> {
  const { chainId, hub, operator, rpcUrl } = await ask<Hub>('/v1/payments');
  const [given, { vouchers }, { isReceiptOf }] = await Promise.all([
    ask<Receipt>(`/v1/payees/${account}/receipt`, sending('POST', {})),
    ask<{ readonly vouchers: string }>('/v1/vouchers/due'),
    import('./receipt-check.ts'),
  ]);
  isForged.value = given.account.toLowerCase() !== account || !isReceiptOf({ chainId, hub, operator }, given);
  const before = receipt.value;
  const isLower = before?.hub === hub && BigInt(before.cumulative) > BigInt(given.cumulative);
  // What the operator signed once stays due.
  if (isForged.value || isLower) return;
  receipt.value = {
    ...given,
    account,
    chainId,
    hub,
    operator,
    rpcUrl,
    coordinator: location.origin,
    vouchers,
  };
  await keep('receipt', JSON.stringify(receipt.value));
}

/** Hands the visitor the receipt as the file that `manyhands claim --silent --receipt` takes. */
export function saveReceipt(): void {
  const own = receipt.value;
  if (own !== null)
    save(`manyhands-receipt-${own.account.slice(2, 10)}.json`, `${JSON.stringify(own, null, 2)}\n`);
}
