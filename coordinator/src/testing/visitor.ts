import { addressOf, type ConsentReceipt, newPrivateKey, receiptText, signReceipt } from '@manyhands/protocol';
import type { Identity } from './contributor.ts';

/** Who comes to a site, with its yes. */
export interface Visitor extends Identity {
  readonly device: string;
  readonly privateKey: Uint8Array;
  readonly receipt: string;
  readonly receiptSignature: string;
}

/** A visitor of a site who said yes a second ago, for a day, to one thread. */
export function visitorOf(
  said: Pick<ConsentReceipt, 'site' | 'origin'> & Partial<ConsentReceipt>,
  privateKey: Uint8Array = newPrivateKey(),
): Visitor {
  const device = addressOf(privateKey);
  const receipt = receiptText({
    version: 2,
    device,
    threads: 1,
    share: 1,
    words: 'Yes',
    language: 'en',
    at: Date.now() - 1000,
    lastsMs: 86_400_000,
    ...said,
  });
  return { device, privateKey, site: said.site, receipt, receiptSignature: signReceipt(privateKey, receipt) };
}
