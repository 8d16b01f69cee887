import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { isKnownError, KnownError } from '@manyhands/protocol';
import type { Client, Payments } from '@manyhands/sdk';
import { formatEther, Interface, type JsonRpcProvider } from 'ethers';
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
  const chain = openChain(payments.rpcUrl, payments.chainId);
  try {
    return await act({ chain, payments });
  } catch (error) {
    throw chainFailure(error, payments.rpcUrl);
  } finally {
    chain.destroy();
  }
}

/** Connects to a chain of which nothing is known but where it is. Throws CHAIN_UNREACHABLE. */
export async function openAny(rpcUrl: string): Promise<JsonRpcProvider> {
  try {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(rpcUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
    return openChain(rpcUrl, Number(((await reply.json()) as { result: string }).result));
  } catch (cause) {
    throw new KnownError('CHAIN_UNREACHABLE', `no chain answers at ${rpcUrl}`, { cause });
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
