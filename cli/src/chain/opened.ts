import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { isKnownError, KnownError } from '@manyhands/protocol';
import type { Client, Payments } from '@manyhands/sdk';
import { Contract, formatEther, Interface, type JsonRpcProvider } from 'ethers';
import { homeFolder, readJson, writeJson } from '../home.ts';
import { balanceOf, openChain } from './hub-wallet.ts';

/** The chain that a coordinator settles on, and what is where on it. */
export interface OpenChain {
  readonly chain: JsonRpcProvider;
  readonly payments: Payments;
}

/**
 * Has something done on a coordinator's chain, and closes it whatever comes of it. Throws PAYMENTS_OFF where there is none,
 * CHAIN_UNREACHABLE, or CHAIN_REFUSED with the hub's reason.
 */
export async function onChain<T>(client: Client, act: (open: OpenChain) => Promise<T>): Promise<T> {
  const payments = await client.payments();
  rememberHub(client.url, payments);
  return opened(payments, act);
}

/** A hub on a chain: all that a researcher needs to take a deposit out. */
export type HubAt = Pick<Payments, 'rpcUrl' | 'chainId' | 'hub' | 'token'>;

interface OpenHub {
  readonly chain: JsonRpcProvider;
  readonly payments: HubAt;
}

/** Where to find the hub without its coordinator. */
export interface HubPlace {
  readonly hub: string;
  readonly rpcUrl: string;
}

/**
 * The same at a hub itself, where no coordinator is needed: the named one; else that of the coordinator, or of the last time it said
 * where it is if it does not any more. Throws CHAIN_UNREACHABLE, and CHAIN_REFUSED where no hub is there.
 */
export async function atHub<T>(
  client: Client,
  place: HubPlace | null,
  act: (open: OpenHub) => Promise<T>,
): Promise<T> {
  return opened(place === null ? await hubOf(client) : await hubAt(place), act);
}

async function opened<P extends Pick<HubAt, 'rpcUrl' | 'chainId'>, T>(
  payments: P,
  act: (open: { readonly chain: JsonRpcProvider; readonly payments: P }) => Promise<T>,
): Promise<T> {
  const chain = openChain(payments.rpcUrl, payments.chainId);
  try {
    return await act({ chain, payments });
  } catch (error) {
    throw chainFailure(error, payments.rpcUrl);
  } finally {
    chain.destroy();
  }
}

const hubsPath = (): string => join(homeFolder(), 'hubs.json');
type Hubs = Record<string, HubAt>;

function rememberHub(url: string, { rpcUrl, chainId, hub, token }: Payments): void {
  const hubs = readJson<Hubs>(hubsPath()) ?? {};
  const now = { rpcUrl, chainId, hub, token };
  if (isDeepStrictEqual(hubs[url], now)) return;
  writeJson(hubsPath(), { ...hubs, [url]: now });
}

async function hubOf(client: Client): Promise<HubAt> {
  try {
    const payments = await client.payments();
    rememberHub(client.url, payments);
    return payments;
  } catch (error) {
    const known = readJson<Hubs>(hubsPath())?.[client.url];
    if (known !== undefined) return known;
    throw error;
  }
}

const ASK_MS = 10_000;

async function hubAt({ hub, rpcUrl }: HubPlace): Promise<HubAt> {
  const chainId = await askChainId(rpcUrl);
  return opened({ rpcUrl, chainId }, async ({ chain }) => {
    if ((await chain.getCode(hub)) === '0x')
      throw new KnownError(
        'CHAIN_REFUSED',
        `there is no contract at ${hub} on the chain ${chainId} of ${rpcUrl}`,
      );
    const token = String(await new Contract(hub, hubAbi, chain).token()).toLowerCase();
    return { rpcUrl, chainId, hub, token };
  });
}

/** Has something done on the chain at an address of which nothing else is known, and closes it. Throws CHAIN_UNREACHABLE or CHAIN_REFUSED. */
export async function onRpc<T>(rpcUrl: string, act: (chain: JsonRpcProvider) => Promise<T>): Promise<T> {
  const chainId = await askChainId(rpcUrl);
  return opened({ rpcUrl, chainId }, ({ chain }) => act(chain));
}

/** Asked first: the chain's library would wait for a network for ever. Throws CHAIN_UNREACHABLE. */
async function askChainId(rpcUrl: string): Promise<number> {
  try {
    const reply = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(ASK_MS),
    });
    return Number(((await reply.json()) as { result: string }).result);
  } catch (cause) {
    throw new KnownError('CHAIN_UNREACHABLE', `the chain does not answer at ${rpcUrl}`, { cause });
  }
}

const UNREACHABLE = /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|NETWORK_ERROR|SERVER_ERROR|TIMEOUT)/;

interface ChainError {
  readonly code?: string;
  readonly shortMessage?: string;
  readonly reason?: string | null;
  readonly data?: string | null;
}

/** The errors of the contracts, so that their names are read out of a refusal. */
const CONTRACTS = new Interface([...hubAbi, ...tokenAbi].filter(({ type }) => type === 'error'));

/** What the chain's library throws, in a sentence. */
export function chainFailure(error: unknown, rpcUrl: string): unknown {
  const { code, shortMessage, reason, data } = (error ?? {}) as ChainError;
  if (isKnownError(error) || code === undefined) return error;
  if (UNREACHABLE.test(code))
    return new KnownError('CHAIN_UNREACHABLE', `the chain does not answer at ${rpcUrl}`, { cause: error });
  if (code === 'INSUFFICIENT_FUNDS')
    return new KnownError('WALLET_SHORT', 'the wallet has too few coins of the chain for the gas', {
      cause: error,
    });
  if (code !== 'CALL_EXCEPTION') return error;
  const revert = data ? CONTRACTS.parseError(data) : null;
  const why = revert ? `${revert.name}(${revert.args.join(', ')})` : (reason ?? shortMessage);
  return new KnownError('CHAIN_REFUSED', `the chain refuses the transaction: ${why}`, { cause: error });
}

/** What a wallet has: tokens in their units, coins as a decimal text. */
export async function holdings({ chain, payments }: OpenChain, address: string) {
  const [tokens, coins] = await Promise.all([
    balanceOf(chain, payments.token, address),
    chain.getBalance(address),
  ]);
  return { tokens, coins: formatEther(coins), hasCoins: coins > 0n };
}
