/**
 * What a site's visitor agreed to, signed by the device: kept by the coordinator, checkable by anyone. And its end, signed alike.
 */
import { ADDRESS } from './address.ts';
import { utf8 } from './bytes.ts';
import { hashOf } from './digest.ts';
import { KnownError } from './errors.ts';
import { LIMITS } from './limits.ts';
import { proofOfText, type SignedText, signText } from './signed-text.ts';

/** Names are short and their order is that of the text, so that there is one way to write it. */
export interface ConsentReceipt {
  /** Of the words on the card. */
  readonly version: number;
  readonly device: string;
  /** The site's public key: 32 hex digits. */
  readonly site: string;
  /** Of the page that showed the card, as the browser said. */
  readonly origin: string;
  readonly threads: number;
  /** The share of each thread's time that may be used, from 0.05 to 1. */
  readonly share: number;
  /** What was agreed to and for whom, word by word as it stood on the card. */
  readonly words: string;
  /** Of the words: a BCP 47 tag. */
  readonly language: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lastsMs: number;
  /** The site's own name for its user, so that it may credit him; absent where it gave none. */
  readonly visitor?: string;
}

/** The end of a receipt, told by the device that signed it. */
export interface Withdrawal {
  readonly device: string;
  /** The receipt's id: 64 hex digits. */
  readonly receipt: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const SHAPE: { readonly [K in keyof ConsentReceipt]-?: (value: unknown) => boolean } = {
  version: (value) => isWhole(value, 1, 1_000_000),
  device: (value) => isText(value, ADDRESS),
  site: (value) => isText(value, SITE_KEY),
  origin: (value) => typeof value === 'string' && isOrigin(value),
  threads: (value) => isWhole(value, 1, LIMITS.seatsPerSession),
  share: (value) => typeof value === 'number' && value >= 0.05 && value <= 1,
  words: (value) => typeof value === 'string' && value.length > 0 && value.length <= LIMITS.consentWords,
  language: (value) => isText(value, LANGUAGE_TAG),
  at: (value) => isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  lastsMs: (value) => isWhole(value, 1, LIMITS.consentMs),
  visitor: (value) => value === undefined || isText(value, VISITOR),
};
const FIELDS = Object.keys(SHAPE) as (keyof ConsentReceipt)[];

export const SITE_KEY = /^[0-9a-f]{32}$/;
/** As far as languages, scripts and regions need it. */
export const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
/** What a site may call its user: opaque, and harmless in addresses and tables. */
export const VISITOR = /^[A-Za-z0-9._~-]{1,64}$/;

const isWhole = (value: unknown, low: number, high: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;
const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);

/** Whether a text is the origin of a page on the web, written as browsers write it: `https://example.org`. */
export function isOrigin(text: string): boolean {
  if (text.length > 255 || !/^https?:\/\/[a-z0-9.:[\]-]+$/.test(text)) return false;
  return URL.canParse(text) && new URL(text).origin === text;
}

/** The text that is signed, sent and kept. */
export const receiptText = (receipt: ConsentReceipt): string => JSON.stringify(receipt, FIELDS);

/** Names a receipt: SHA-256 of its text. */
export const receiptId = (text: string): string => hashOf(utf8(text));

/** Reads a receipt that came from outside; throws CONSENT_INVALID naming the field. */
export function parseReceipt(text: string): ConsentReceipt {
  const receipt = objectIn(text);
  const bad = FIELDS.find((name) => !SHAPE[name](receipt[name]));
  if (bad !== undefined) throw invalid(`its field ${bad} does not fit`);
  const parsed = receipt as unknown as ConsentReceipt;
  if (receiptText(parsed) !== text) throw invalid('it has other fields, or is written another way');
  return parsed;
}

function objectIn(text: string): Record<string, unknown> {
  if (text.length > LIMITS.textBytes) throw invalid('it is too long');
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw invalid('it is no JSON object');
}

const invalid = (why: string) =>
  new KnownError('CONSENT_INVALID', `the consent receipt cannot be taken: ${why}`);

const RECEIPT = 'Manyhands consent receipt';
const CHALLENGE = 'Manyhands challenge';
const WITHDRAWAL = 'Manyhands consent withdrawal';

export const signReceipt = (privateKey: Uint8Array, text: string): string =>
  signText(privateKey, RECEIPT, [text]);
/** Null where the text is no proof by the receipt's device. */
export const proofOfReceipt = (device: string, text: string, signature: string): SignedText | null =>
  proofOfText(device, signature, RECEIPT, [text]);

export const signWithdrawal = (privateKey: Uint8Array, { device, receipt, at }: Withdrawal): string =>
  signText(privateKey, WITHDRAWAL, [device, receipt, String(at)]);
export const proofOfWithdrawal = (
  { device, receipt, at }: Withdrawal,
  signature: string,
): SignedText | null => proofOfText(device, signature, WITHDRAWAL, [device, receipt, String(at)]);

/** A device takes up a site's challenge. */
export const signChallenge = (privateKey: Uint8Array, device: string, challenge: string): string =>
  signText(privateKey, CHALLENGE, [device, challenge]);
export const proofOfChallenge = (device: string, challenge: string, signature: string): SignedText | null =>
  proofOfText(device, signature, CHALLENGE, [device, challenge]);
