import { proofOfText, type SignedText, signText } from './signed-text.ts';

/** What a device signs to be named among those who helped, to join or found a team, or to be named no more. */
export interface Membership {
  readonly device: string;
  /** As others see it; empty: named no more. */
  readonly name: string;
  /** The team's id, or empty: none, or the one that is founded. */
  readonly team: string;
  /** The name of a team to found, or empty. */
  readonly founds: string;
  /** Milliseconds since 1970; the latest counts. */
  readonly at: number;
}

const PURPOSE = 'Manyhands membership';
const linesOf = ({ device, name, team, founds, at }: Membership): string[] => [
  device,
  name,
  team,
  founds,
  String(at),
];

export const signMembership = (privateKey: Uint8Array, membership: Membership): string =>
  signText(privateKey, PURPOSE, linesOf(membership));

/** Null where the text is no proof by the membership's device. */
export const proofOfMembership = (membership: Membership, signature: string): SignedText | null =>
  proofOfText(membership.device, signature, PURPOSE, linesOf(membership));
