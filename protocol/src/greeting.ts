import { type Domain, recoverTyped, type StructType, signTyped } from './eip712.ts';

/** What a device signs when it greets a coordinator: it proves its key and fixes who earns. */
export interface Greeting {
  /** The coordinator's challenge: 0x and 32 bytes as hex. */
  readonly nonce: string;
  readonly device: string;
  /** Who earns, or an empty text: credited in fuel only. */
  readonly payee: string;
  /** The embedding site's payee, or an empty text. */
  readonly site: string;
}

const DOMAIN: Domain = {
  name: 'Manyhands Device',
  version: '1',
  chainId: 0n,
  verifyingContract: '0x0000000000000000000000000000000000000000',
};
const GREETING: StructType = {
  name: 'Greeting',
  fields: [
    { name: 'nonce', type: 'bytes32' },
    { name: 'device', type: 'address' },
    { name: 'payee', type: 'string' },
    { name: 'site', type: 'string' },
  ],
};

export const signGreeting = (privateKey: Uint8Array, greeting: Greeting): string =>
  signTyped(privateKey, DOMAIN, GREETING, { ...greeting });

/** Whether the device that the greeting names signed it. */
export const greetingIsSigned = (greeting: Greeting, signature: string): boolean =>
  recoverTyped(DOMAIN, GREETING, { ...greeting }, signature) === greeting.device.toLowerCase();
