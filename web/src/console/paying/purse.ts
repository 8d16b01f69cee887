/** The keys that sign vouchers of this browser's jobs: each opens one channel, and nothing of the wallet that filled it. */
import { addressOf, fromHex, newPrivateKey, toHex } from '@manyhands/protocol';
import type { ChannelKey, Payment } from '@manyhands/sdk';
import { storage } from '../../shared/storage.ts';

/** Beside a job: what pays for it. */
export interface KeptPayment {
  readonly channel: ChannelKey;
  /** 0x and 32 bytes as hex, of the channel's signer. */
  readonly privateKey: string;
  /** The job's budget, beyond which nothing is signed: token units as a decimal string. */
  readonly limit: string;
  readonly mode: 'streaming' | 'prepaid';
}

const KEPT = 'manyhands-payment-';
/** Where the browser blocks storage: as long as the page is open. */
const held = new Map<string, KeptPayment>();

/** A fresh channel of a researcher, and the key that signs for it. */
export function newChannel(researcher: string): Pick<KeptPayment, 'channel' | 'privateKey'> {
  const secret = newPrivateKey();
  // Half of it zeros, which cost less gas each time that a voucher is redeemed.
  const salt = `0x${toHex(newPrivateKey()).slice(0, 32).padStart(64, '0')}`;
  return {
    channel: { researcher: researcher.toLowerCase(), signer: addressOf(secret).toLowerCase(), salt },
    privateKey: `0x${toHex(secret)}`,
  };
}

/** False where the browser keeps nothing, so that the payment ends with the page. */
export function keepPayment(job: string, payment: KeptPayment): boolean {
  held.set(job, payment);
  const isKept = storage((kept) => {
    kept.setItem(KEPT + job, JSON.stringify(payment));
    return true;
  });
  return isKept ?? false;
}

/** Null where this browser pays for no such job. */
export function keptPayment(job: string): KeptPayment | null {
  const inPage = held.get(job);
  if (inPage !== undefined) return inPage;
  try {
    const kept: unknown = JSON.parse(storage((place) => place.getItem(KEPT + job)) ?? 'null');
    return isPayment(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** As the SDK pays with it. */
export const paymentOf = ({ channel, privateKey, limit, mode }: KeptPayment): Payment => ({
  channel,
  signer: { privateKey },
  limit: BigInt(limit),
  mode,
});

/** Whatever else stands there was not written by this page. */
function isPayment(kept: unknown): kept is KeptPayment {
  const { channel, privateKey, limit, mode } = (kept ?? {}) as Partial<KeptPayment>;
  return (
    /^0x[0-9a-f]{64}$/.test(privateKey ?? '') &&
    addressOf(fromHex(privateKey as string)).toLowerCase() === channel?.signer &&
    /^0x[0-9a-f]{64}$/.test(channel.salt ?? '') &&
    /^0x[0-9a-f]{40}$/.test(channel.researcher ?? '') &&
    /^\d{1,20}$/.test(limit ?? '') &&
    (mode === 'streaming' || mode === 'prepaid')
  );
}
