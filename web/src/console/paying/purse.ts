/** The keys that sign vouchers of this browser's jobs: each opens one channel, and nothing of the wallet that filled it. */
import { addressOf, fromHex, newPrivateKey, toHex } from '@manyhands/protocol';
import type { ChannelKey, Payment, SignedDay, SigningMemory } from '@manyhands/sdk';
import { storage } from '../../shared/storage.ts';

/** Beside a job: what pays for it. */
export interface KeptPayment {
  readonly channel: ChannelKey;
  /** 0x and 32 bytes as hex, of the channel's signer; null: forgotten, and only the way out is left. */
  readonly privateKey: string | null;
  /** The job's budget, beyond which nothing is signed: token units as a decimal string. */
  readonly limit: string;
  readonly mode: 'streaming' | 'prepaid';
  /** Token units that are signed for on a day (UTC) at most; no limit by day if absent. */
  readonly perDay?: string;
}

const KEPT = 'manyhands-payment-';
const SIGNED = 'manyhands-signed-';
/** Where the browser blocks storage: as long as the page is open. */
const held = new Map<string, KeptPayment>();
const signed = new Map<string, SignedDay>();

/** A fresh channel of a researcher, and the key that signs for it. */
export function newChannel(researcher: string): { channel: ChannelKey; privateKey: string } {
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

/** Jobs for which this browser has a key that pays. */
export const paidJobs = (): string[] =>
  keptJobs().filter((job) => (keptPayment(job)?.privateKey ?? null) !== null);

/** Forgets the key that pays for a job, so that whoever uses this browser next signs nothing with it; the way out stays. */
export function forgetPaymentKey(job: string): void {
  const kept = keptPayment(job);
  if (kept !== null) keepPayment(job, { ...kept, privateKey: null });
}

function keptJobs(): string[] {
  const names = storage((place) => Object.keys(place)) ?? [];
  const stored = names.filter((name) => name.startsWith(KEPT)).map((name) => name.slice(KEPT.length));
  return [...new Set([...held.keys(), ...stored])];
}

/** As the SDK pays with it; null where the key was forgotten. */
export function paymentOf({ channel, privateKey, limit, mode, perDay }: KeptPayment): Payment | null {
  if (privateKey === null) return null;
  const payment = { channel, signer: { privateKey }, limit: BigInt(limit), mode };
  if (perDay === undefined) return payment;
  return { ...payment, perDay: BigInt(perDay), memory: memoryOf(channel.signer) };
}

/** What a key signed, so that its limit by day holds over visits and pages; where the browser keeps nothing, as long as the page is open. */
function memoryOf(signer: string): SigningMemory {
  return {
    read: () => signedIn(storage((place) => place.getItem(SIGNED + signer))) ?? signed.get(signer) ?? null,
    write(day) {
      signed.set(signer, day);
      storage((place) => place.setItem(SIGNED + signer, JSON.stringify(day)));
    },
  };
}

function signedIn(text: string | null): SignedDay | null {
  try {
    const { day, before, highest } = JSON.parse(text ?? '{}') ?? {};
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && /^\d{1,20}$/.test(before) && /^\d{1,20}$/.test(highest);
    return isDay ? { day, before, highest } : null;
  } catch {
    return null;
  }
}

const isKeyOf = (privateKey: string | undefined, signer: string | undefined): boolean =>
  /^0x[0-9a-f]{64}$/.test(privateKey ?? '') &&
  addressOf(fromHex(privateKey as string)).toLowerCase() === signer;

/** Whatever else stands there was not written by this page. */
function isPayment(kept: unknown): kept is KeptPayment {
  const { channel, privateKey, limit, mode, perDay } = (kept ?? {}) as Partial<KeptPayment>;
  return (
    (privateKey === null || isKeyOf(privateKey, channel?.signer)) &&
    /^0x[0-9a-f]{40}$/.test(channel?.signer ?? '') &&
    /^0x[0-9a-f]{64}$/.test(channel?.salt ?? '') &&
    /^0x[0-9a-f]{40}$/.test(channel?.researcher ?? '') &&
    /^\d{1,20}$/.test(limit ?? '') &&
    (perDay === undefined || /^\d{1,20}$/.test(perDay)) &&
    (mode === 'streaming' || mode === 'prepaid')
  );
}
