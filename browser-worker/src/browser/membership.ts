import type { Membership } from '@manyhands/protocol';
import { loadIdentity } from '../identity.ts';
import { indexedDbKeyValue } from './indexed-db.ts';
import { ownData } from './own-data.ts';

/** As `PUT /v1/members` takes it. */
export type SignedMembership = Membership & { readonly signature: string };

const identity = async () => loadIdentity(await indexedDbKeyValue());

/** The address of this browser's device, or empty where it has computed nothing yet. Makes no key. */
export const ownDevice = async (): Promise<string> =>
  (await ownData())?.['device-key'] === undefined ? '' : (await identity()).device;

/** What this browser's device says of its name and team, signed. */
export async function signedMembership(said: Omit<Membership, 'device' | 'at'>): Promise<SignedMembership> {
  const own = await identity();
  const membership = { ...said, at: Date.now() };
  return { ...membership, device: own.device, signature: own.signMembership(membership) };
}
