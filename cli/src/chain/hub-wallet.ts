import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { HubLogs } from '@manyhands/coordinator/hub-logs';
import { channelId } from '@manyhands/protocol';
import type { ChannelKey, Payments } from '@manyhands/sdk';
import { Contract, type EventLog, JsonRpcProvider, NonceManager, Wallet } from 'ethers';

/** How often a transaction's receipt is asked for, in milliseconds: development chains answer at once. */
const POLL_MS = 100;

/** A connection whose sockets are closed by `destroy()`. */
export function openChain(rpcUrl: string, chainId: number): JsonRpcProvider {
  const chain = new JsonRpcProvider(rpcUrl, chainId, { staticNetwork: true, cacheTimeout: -1 });
  chain.pollingInterval = POLL_MS;
  return chain;
}

/** Where the hub's channel of a job stands, in token units. */
export interface ChannelState {
  readonly deposit: bigint;
  readonly spent: bigint;
}

export async function channelState(
  chain: JsonRpcProvider,
  hub: string,
  key: ChannelKey,
): Promise<ChannelState> {
  const contract = new Contract(hub, hubAbi, chain);
  const { deposit, spent } = await contract.channel(channelId(key.researcher, key.signer, key.salt));
  return { deposit, spent };
}

export const balanceOf = async (chain: JsonRpcProvider, token: string, account: string): Promise<bigint> =>
  new Contract(token, tokenAbi, chain).balanceOf(account);

/** What all channels of a hub ever paid, in token units. */
export async function earnedBy(chain: JsonRpcProvider, hub: string): Promise<bigint> {
  const { earned } = await new Contract(hub, hubAbi, chain).book();
  return earned;
}

/** Everybody whom the hub ever paid, as the token tells, but for researchers who took deposits back: lower-case addresses. */
export async function payeesOf(
  chain: JsonRpcProvider,
  { hub, token }: Pick<Payments, 'hub' | 'token'>,
): Promise<Set<string>> {
  const tokens = new Contract(token, tokenAbi, chain);
  const hubOf = new Contract(hub, hubAbi, chain);
  // The token is older than its hub, which pays nobody before it is there.
  const [paid, exits] = await Promise.all([
    new HubLogs(chain, tokens, hub).ever('paid', [tokens.filters.Transfer(hub)]),
    new HubLogs(chain, hubOf, hub).ever('exits', ['Exited']),
  ]);
  const away = new Set(named(exits, 'researcher'));
  return new Set(named(paid, 'to').filter((account) => !away.has(account)));
}

const named = (events: readonly EventLog[], argument: string): string[] =>
  events.map(({ args }) => String(args[argument]).toLowerCase());

/** Lets the hub take so many tokens. Some tokens change an allowance only from or to nothing. */
export async function allow(
  token: Contract,
  { owner, hub, amount }: { readonly owner: string; readonly hub: string; readonly amount: bigint },
): Promise<void> {
  const allowed: bigint = await token.allowance(owner, hub);
  if (allowed >= amount) return;
  if (allowed > 0n) await (await token.approve(hub, 0n)).wait();
  await (await token.approve(hub, amount)).wait();
}

/**
 * Makes sure that a wallet's channel holds `amount` token units: deposits only what is missing, so that a client that
 * was interrupted may call it again. The wallet signs its own vouchers.
 */
export async function fundChannel(
  chain: JsonRpcProvider,
  payments: Pick<Payments, 'hub' | 'token'>,
  wallet: { privateKey: string; salt: string; amount: bigint },
): Promise<ChannelKey> {
  const signer = new NonceManager(new Wallet(wallet.privateKey, chain));
  const address = (await signer.getAddress()).toLowerCase();
  const key = { researcher: address, signer: address, salt: wallet.salt };
  const { deposit } = await channelState(chain, payments.hub, key);
  const missing = wallet.amount - deposit;
  if (missing <= 0n) return key;
  const hub = new Contract(payments.hub, hubAbi, signer);
  await allow(new Contract(payments.token, tokenAbi, signer), {
    owner: address,
    hub: payments.hub,
    amount: missing,
  });
  await (await hub.deposit(address, wallet.salt, missing)).wait();
  return key;
}
