/** Receipts that operators signed for accounts of this machine, kept for the day on which their coordinator is gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isKnownError, KnownError } from '@manyhands/protocol';
import { type Client, isReceiptOf, type PayeeReceipt, type Payments } from '@manyhands/sdk';
import { homeFolder, readJson, writeJson } from '../home.ts';

/** A receipt with all that it takes to be paid without its coordinator. */
export interface KeptReceipt extends PayeeReceipt {
  readonly chainId: number;
  readonly hub: string;
  readonly operator: string;
  readonly rpcUrl: string;
  /** Where it came from, and the lists of leaves with it. */
  readonly coordinator: string;
}

const receiptsPath = (): string => join(homeFolder(), 'receipts.json');
const nameOf = ({ chainId, hub, account }: Pick<KeptReceipt, 'chainId' | 'hub' | 'account'>): string =>
  `${chainId} ${hub} ${account}`.toLowerCase();

export const keptReceipts = (): readonly KeptReceipt[] =>
  Object.values(readJson<Record<string, KeptReceipt>>(receiptsPath()) ?? {});

/** One receipt in a file, as this machine keeps them or `claim --json` shows them. Throws FILE_FAILED or RECEIPT_FORGED. */
export function receiptIn(path: string): KeptReceipt {
  const receipt = readJson<KeptReceipt>(path);
  if (receipt === null) readFileSync(path); // says what is wrong with it
  if (receipt !== null && isReceiptOf(receipt, receipt)) return receipt;
  throw new KnownError(
    'RECEIPT_FORGED',
    `the receipt in ${path} is not signed by the operator that it names`,
  );
}

/**
 * Fetches an account's newest receipt, checks and keeps it. A lower one than is kept is not taken: what the operator signed
 * once stays due. Null where nothing can be promised yet.
 */
export async function fetchReceipt(
  client: Client,
  payments: Payments,
  { account, coordinator }: { readonly account: string; readonly coordinator: string },
): Promise<KeptReceipt | null> {
  const receipt = await client
    .payee(account)
    .receipt(payments)
    .catch((error) => {
      if (isKnownError(error) && error.code === 'RECEIPT_UNCOVERED') return null;
      throw error;
    });
  if (receipt === null) return null;
  const { chainId, hub, operator, rpcUrl } = payments;
  return kept({ ...receipt, chainId, hub, operator, rpcUrl, coordinator });
}

/** The same where something else is done at the coordinator: what goes wrong with the receipt does not stop that. */
export const keepReceipt: typeof fetchReceipt = (client, payments, whose) =>
  fetchReceipt(client, payments, whose).catch(() => null);

function kept(receipt: KeptReceipt): KeptReceipt {
  const all = readJson<Record<string, KeptReceipt>>(receiptsPath()) ?? {};
  const before = all[nameOf(receipt)];
  if (before !== undefined && BigInt(before.cumulative) > BigInt(receipt.cumulative)) return before;
  writeJson(receiptsPath(), { ...all, [nameOf(receipt)]: receipt });
  return receipt;
}
