import { receiptText } from '@manyhands/protocol';
import type { Consent } from './consent.ts';

/** The receipt of a site's visitor as it is signed, sent and kept; empty where no site asked. The same consent gives the same text. */
export function receiptOf(consent: Consent, device: string): string {
  const { version, site, asked, threads, share, at, lastsMs } = consent;
  if (site === '' || !asked) return '';
  return receiptText({ version, device, site, ...asked, threads, share, at, lastsMs });
}
