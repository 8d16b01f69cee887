/** A researcher's channels at the hub: what is in them, and the way out that needs nobody's consent. */
import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { HubLogs } from '@manyhands/coordinator/hub-logs';
import type { ChannelKey, Payments } from '@manyhands/sdk';
import { Contract, type JsonRpcProvider, NonceManager, Wallet } from 'ethers';
import { walletAddress } from '../wallet-file.ts';
import { allow } from './hub-wallet.ts';

type Hub = Pick<Payments, 'hub' | 'token'>;

/** One channel; amounts in token units, `exitAt` in seconds since 1970 or null while no exit was begun. */
export interface Channel {
  readonly id: string;
  readonly key: ChannelKey;
  readonly deposit: bigint;
  readonly spent: bigint;
  readonly exitAt: number | null;
}

/** The channel that `manyhands deposit` fills: one for each wallet. */
export const depositChannel = (privateKey: string): ChannelKey => {
  const address = walletAddress(privateKey);
  return { researcher: address, signer: address, salt: `0x${'00'.repeat(32)}` };
};

/** Every channel that this address ever deposited into, by the hub's own events. */
export async function channelsOf(
  chain: JsonRpcProvider,
  { hub }: Hub,
  researcher: string,
): Promise<Channel[]> {
  const contract = new Contract(hub, hubAbi, chain);
  const logs = new HubLogs(chain, contract, hub);
  const deposits = await logs.ever('deposits', [contract.filters.Deposited(null, researcher)]);
  const keys = new Map(
    deposits.map((log) => {
      const { channel, signer, salt } = log.args;
      return [channel as string, { researcher, signer: signer.toLowerCase(), salt }];
    }),
  );
  return Promise.all(
    [...keys].map(async ([id, key]) => {
      const { deposit, spent, exitAt } = await contract.channel(id);
      return { id, key, deposit, spent, exitAt: exitAt === 0n ? null : Number(exitAt) };
    }),
  );
}

/** Seconds between the beginning of an exit and its end: vouchers are redeemed meanwhile. */
export const exitWindow = async (chain: JsonRpcProvider, { hub }: Hub): Promise<number> =>
  Number(await new Contract(hub, hubAbi, chain).exitWindow());

/** Adds to a channel. Throws where the wallet has too few tokens. */
export async function depositInto(
  chain: JsonRpcProvider,
  { hub, token }: Hub,
  { privateKey, key, amount }: { privateKey: string; key: ChannelKey; amount: bigint },
): Promise<string> {
  const signer = sender(chain, privateKey);
  await allow(new Contract(token, tokenAbi, signer), { owner: key.researcher, hub, amount });
  return mined(await new Contract(hub, hubAbi, signer).deposit(key.signer, key.salt, amount));
}

export type ExitStep = 'requestExit' | 'cancelExit' | 'exit';

/** One step of a unilateral exit. Gives the transaction. */
export async function exitStep(
  chain: JsonRpcProvider,
  { hub }: Hub,
  { privateKey, key, step }: { privateKey: string; key: ChannelKey; step: ExitStep },
): Promise<string> {
  const contract = new Contract(hub, hubAbi, sender(chain, privateKey));
  return mined(await contract[step](key.signer, key.salt));
}

/** Claims for a payee with a proof, from any wallet that has coins for the gas. */
export async function claimAt(
  chain: JsonRpcProvider,
  { hub }: Pick<Hub, 'hub'>,
  privateKey: string,
  proof: { index: number; account: string; cumulative: string | bigint; proof: readonly string[] },
): Promise<string> {
  const contract = new Contract(hub, hubAbi, sender(chain, privateKey));
  return mined(await contract.claim(proof.index, proof.account, proof.cumulative, proof.proof));
}

const sender = (chain: JsonRpcProvider, privateKey: string): NonceManager =>
  new NonceManager(new Wallet(privateKey, chain));

async function mined(transaction: { hash: string; wait(): Promise<unknown> }): Promise<string> {
  await transaction.wait();
  return transaction.hash;
}
