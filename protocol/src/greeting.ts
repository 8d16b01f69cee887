import { isSigned, proofOfText, type SignedText, signText } from './signed-text.ts';

/** What a device signs when it greets a coordinator: it proves its key and fixes who earns. */
export interface Greeting {
  /** The coordinator's challenge: 0x and 32 bytes as hex. */
  readonly nonce: string;
  readonly device: string;
  /** Who earns, or an empty text: credited in fuel only. */
  readonly payee: string;
  /** The embedding site's key, or an empty text. */
  readonly site: string;
}

const PURPOSE = 'Manyhands greeting';
const linesOf = ({ nonce, device, payee, site }: Greeting): string[] => [nonce, device, payee, site];

/** 0x, then the public key (65 bytes) and the signature (64 bytes) as lower-case hex. */
export const signGreeting = (privateKey: Uint8Array, greeting: Greeting): string =>
  signText(privateKey, PURPOSE, linesOf(greeting));

/** Null where the text is no proof, or its key not that of the device which the greeting names. */
export const proofOf = (greeting: Greeting, text: string): SignedText | null =>
  proofOfText(greeting.device, text, PURPOSE, linesOf(greeting));

/** Whether the device that the greeting names signed it. */
export const greetingIsSigned = (greeting: Greeting, text: string): boolean =>
  isSigned(proofOf(greeting, text));
