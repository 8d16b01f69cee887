/** Keys of accounts. Its own chunk, loaded at the first click: nobody else needs ethers. */
import {
  fromHex,
  hubDomain,
  RELAYED_CLAIM,
  STATEMENT_REQUEST,
  type StructValue,
  signTyped,
} from '@manyhands/protocol';
import { HDNodeWallet, Mnemonic } from 'ethers';

/** An account as long as the page has it: its address, and the words that are its secret. */
export interface OwnAccount {
  /** 0x and 40 hex digits, in lower case. */
  readonly address: string;
  readonly words: readonly string[];
}

const WORDS = 12;

const accountOf = (wallet: HDNodeWallet): OwnAccount => ({
  address: wallet.address.toLowerCase(),
  words: (wallet.mnemonic as Mnemonic).phrase.split(' '),
});

/** A fresh account with twelve words (BIP-39), at the first address that wallets derive from them (BIP-44). */
export const newAccount = (): OwnAccount => accountOf(HDNodeWallet.createRandom());

/** Why words are none of an account: so many were given, or they are others. */
export interface WordsFault {
  readonly fault: 'count' | 'words';
  readonly given: number;
}

/** The account of some words, or why they are none. */
export function accountFrom(text: string): OwnAccount | WordsFault {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const given = words.length;
  if (given !== WORDS) return { fault: 'count', given };
  const phrase = words.join(' ');
  if (!Mnemonic.isValidMnemonic(phrase)) return { fault: 'words', given };
  return accountOf(HDNodeWallet.fromPhrase(phrase));
}

/** The account as a JSON file that wallets read, encrypted by a password. Takes seconds on purpose; `progress` goes from 0 to 1. */
export const encrypted = (
  { words }: OwnAccount,
  password: string,
  progress: (done: number) => void,
): Promise<string> => HDNodeWallet.fromPhrase(words.join(' ')).encrypt(password, progress);

/** Where the terms of a claim are valid. */
export interface Hub {
  readonly chainId: number;
  readonly hub: string;
}

/** An account's signature under the terms of a claim by the relayer. */
export const signedTerms = (
  { words }: OwnAccount,
  { chainId, hub }: Hub,
  terms: StructValue<typeof RELAYED_CLAIM>,
): string => signTyped(keyOf(words), hubDomain(BigInt(chainId), hub), RELAYED_CLAIM, terms);

/** An account's signature under its request for its statement; `at` in milliseconds since 1970. */
export const signedRequest = ({ words, address }: OwnAccount, { chainId, hub }: Hub, at: number): string =>
  signTyped(keyOf(words), hubDomain(BigInt(chainId), hub), STATEMENT_REQUEST, {
    account: address,
    at: BigInt(at),
  });

const keyOf = (words: readonly string[]): Uint8Array =>
  fromHex(HDNodeWallet.fromPhrase(words.join(' ')).privateKey);
