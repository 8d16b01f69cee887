/** Receipts that operators signed for accounts of this machine, kept for the day on which their coordinator is gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReceiptOf, KnownError } from '@manyhands/protocol';
import type { PayeeReceipt } from '@manyhands/sdk';
import { homeFolder, readJson, writeJson } from '../home.ts';

/** A receipt with all that it takes to be paid without its coordinator. */
export interface KeptReceipt extends PayeeReceipt {
  readonly chainId: number;
  readonly hub: string;
  readonly operator: string;
  readonly rpcUrl: string;
  /** Where it came from, and the lists of leaves with it. */
  readonly coordinator: string;
  /** What the coordinator would have redeemed next, packed as the hub takes it: without it receipts may have nothing to be paid from. */
  readonly vouchers?: string;
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

/** Keeps a receipt, unless a higher one is kept: what the operator signed once stays due. Gives the one that is kept. */
export function keepReceipt(receipt: KeptReceipt): KeptReceipt {
  const all = readJson<Record<string, KeptReceipt>>(receiptsPath()) ?? {};
  const before = all[nameOf(receipt)];
  if (before !== undefined && BigInt(before.cumulative) > BigInt(receipt.cumulative)) return before;
  writeJson(receiptsPath(), { ...all, [nameOf(receipt)]: receipt });
  return receipt;
}
