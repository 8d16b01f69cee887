import { proofOfText, type SignedText, signText } from './signed-text.ts';

/** What a device asks of the record that a coordinator keeps of it. */
export interface RecordRequest {
  readonly device: string;
  readonly act: 'export' | 'erase';
  /** Milliseconds since 1970. */
  readonly at: number;
}

const PURPOSE = 'Manyhands record';
const linesOf = ({ device, act, at }: RecordRequest): string[] => [device, act, String(at)];

export const signRecordRequest = (privateKey: Uint8Array, request: RecordRequest): string =>
  signText(privateKey, PURPOSE, linesOf(request));

/** Null where the text is no proof by the request's device. */
export const proofOfRecordRequest = (request: RecordRequest, signature: string): SignedText | null =>
  proofOfText(request.device, signature, PURPOSE, linesOf(request));
