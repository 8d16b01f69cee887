/** Keys of accounts. Its own chunk, loaded at the first click: nobody else needs ethers. */
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

/** The account of some words, or why they are none. */
export function accountFrom(text: string): OwnAccount | string {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length !== WORDS) return `An account has ${WORDS} words; these are ${words.length}.`;
  const phrase = words.join(' ');
  if (!Mnemonic.isValidMnemonic(phrase))
    return 'These are not the words of an account: one of them is misspelt, or their order is another.';
  return accountOf(HDNodeWallet.fromPhrase(phrase));
}

/** The account as a JSON file that wallets read, encrypted by a password. Takes seconds on purpose; `progress` goes from 0 to 1. */
export const encrypted = (
  { words }: OwnAccount,
  password: string,
  progress: (done: number) => void,
): Promise<string> => HDNodeWallet.fromPhrase(words.join(' ')).encrypt(password, progress);
