/** The wallet of this browser (EIP-1193), and signing in with it: it signs a text of the coordinator's, which opens the account of its address. */
import { toHex, utf8 } from '@manyhands/protocol';
import { ask, sending } from '../ask.ts';

interface Wallet {
  request(asked: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

const wallet = (): Wallet | undefined => (globalThis as { ethereum?: Wallet }).ethereum;

export const hasWallet = (): boolean => wallet() !== undefined;

/** The person said no in the wallet. */
export class Declined extends Error {}
/** EIP-1193. */
const DECLINED = 4001;

/** The wallet's answer. Throws {@link Declined}, or whatever else the wallet says, which has a `message`. */
export async function requested(method: string, params?: readonly unknown[]): Promise<unknown> {
  try {
    return await wallet()?.request({ method, params });
  } catch (error) {
    if ((error as { code?: number }).code === DECLINED) throw new Declined();
    throw error;
  }
}

/** The address that the wallet lets the page use, in lower case. Throws {@link Declined}. */
export async function connected(): Promise<string> {
  const [address] = ((await requested('eth_requestAccounts')) ?? []) as string[];
  if (address === undefined) throw new Declined();
  return address.toLowerCase();
}

/** A key that opens the account of the wallet's address until it ends. Throws {@link Declined}, and Refused as the coordinator says. */
export async function signInByWallet(): Promise<string> {
  const address = await connected();
  const chainId = Number(await requested('eth_chainId'));
  const begun = await ask<{ nonce: string; message: string }>(
    '/v1/sign-in',
    sending('POST', { address, chainId }),
  );
  const text = `0x${toHex(utf8(begun.message))}`;
  const signature = await requested('personal_sign', [text, address]);
  const signed = sending('POST', { nonce: begun.nonce, signature: String(signature) });
  return (await ask<{ key: string }>('/v1/sign-in/signed', signed)).key;
}
