import {
  addressOf,
  type DeviceId,
  fromHex,
  type Greeting,
  type Membership,
  newPrivateKey,
  type RecordRequest,
  signChallenge,
  signGreeting,
  signMembership,
  signReceipt,
  signRecordRequest,
  signWithdrawal,
  toHex,
  type Withdrawal,
} from '@manyhands/protocol';
import type { KeyValue } from './key-value.ts';

const KEY = 'device-key';

/** A device's key on one machine: reputation, hold and ban belong to it, and it holds no money. */
export interface Identity {
  readonly device: DeviceId;
  /** Signs a greeting as this device: 0x and 65 bytes as hex. */
  sign(greeting: Omit<Greeting, 'device'>): string;
  /** Signs the text of a consent receipt, or its end: alike. */
  signReceipt(text: string): string;
  signWithdrawal(withdrawal: Omit<Withdrawal, 'device'>): string;
  signMembership(membership: Omit<Membership, 'device'>): string;
  /** Asks for what a coordinator keeps of this device, or to have it erased. */
  signRecordRequest(request: Omit<RecordRequest, 'device'>): string;
  /** Takes up a site's challenge. */
  signChallenge(challenge: string): string;
}

/** The stored key's identity, or a new one that is stored first. A damaged key is replaced. */
export async function loadIdentity(store: KeyValue): Promise<Identity> {
  const stored = await store.get(KEY);
  if (stored !== undefined && /^[0-9a-f]{64}$/.test(stored)) return identityOf(fromHex(stored));
  const fresh = newPrivateKey();
  await store.set(KEY, toHex(fresh));
  return identityOf(fresh);
}

function identityOf(privateKey: Uint8Array): Identity {
  const device = addressOf(privateKey) as DeviceId;
  return {
    device,
    sign: (greeting) => signGreeting(privateKey, { ...greeting, device }),
    signReceipt: (text) => signReceipt(privateKey, text),
    signChallenge: (challenge) => signChallenge(privateKey, device, challenge),
    signWithdrawal: (withdrawal) => signWithdrawal(privateKey, { ...withdrawal, device }),
    signRecordRequest: (request) => signRecordRequest(privateKey, { ...request, device }),
    signMembership: (membership) => signMembership(privateKey, { ...membership, device }),
  };
}
