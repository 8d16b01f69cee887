import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { compactSignature, type Payee, packedVouchers, type TokenUnits } from '@manyhands/protocol';
import { Contract, JsonRpcProvider, keccak256, Network, type TransactionReceipt, Wallet } from 'ethers';
import type { Gas } from '../domain/gas.ts';
import {
  type Chain,
  ChainRefused,
  type ChannelState,
  type Claim,
  type EpochCall,
  type Fate,
  type HubBook,
  type Prepared,
  RELAYER_UNFUNDED,
  type RelayTerms,
} from './chain.ts';
import { answered, claimIn, GAS_MARGIN_PERCENT, unreachable } from './ethers-calls.ts';
import { EthersGuard } from './ethers-guard.ts';

export interface EthersChainOptions {
  readonly rpcUrl: string;
  readonly hub: string;
  readonly token: string;
  /** The operator's key, 0x and 64 hex digits. */
  readonly operatorKey: string;
  /** How often to look for a mined transaction, in milliseconds. */
  readonly pollMs?: number;
  /** How long an answer to a demand is waited for, in milliseconds, before it is sent again at a higher price. */
  readonly patienceMs?: number;
}

/** Connects to a chain. Throws CHAIN_UNREACHABLE when nothing answers at the URL. */
export async function openEthersChain(options: EthersChainOptions): Promise<Chain> {
  const { rpcUrl, pollMs = 200 } = options;
  // Asked first: ethers itself would wait for a network for ever.
  const chainId = await askChainId(rpcUrl);
  const provider = new JsonRpcProvider(rpcUrl, Network.from(chainId), {
    staticNetwork: true,
    cacheTimeout: -1,
    pollingInterval: pollMs,
  });
  return new EthersChain(provider, chainId, options);
}

async function askChainId(rpcUrl: string): Promise<bigint> {
  try {
    const reply = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(10_000),
    });
    return BigInt(((await reply.json()) as { result: string }).result);
  } catch (cause) {
    throw unreachable(cause);
  }
}

class EthersChain implements Chain {
  readonly chainId: bigint;
  readonly hub: string;
  readonly token: string;
  readonly operator: Payee;
  readonly guard: EthersGuard;
  readonly #provider: JsonRpcProvider;
  readonly #wallet: Wallet;
  readonly #hub: Contract;
  readonly #token: Contract;
  readonly #pollMs: number;

  constructor(provider: JsonRpcProvider, chainId: bigint, options: EthersChainOptions) {
    const wallet = new Wallet(options.operatorKey, provider);
    this.chainId = chainId;
    this.hub = options.hub.toLowerCase();
    this.token = options.token.toLowerCase();
    this.operator = wallet.address.toLowerCase() as Payee;
    this.#provider = provider;
    this.#wallet = wallet;
    this.#hub = new Contract(this.hub, hubAbi, wallet);
    this.#token = new Contract(this.token, tokenAbi, provider);
    this.#pollMs = options.pollMs ?? 200;
    this.guard = new EthersGuard({
      ...{ chainId, provider, wallet, hub: this.#hub, address: this.hub },
      patienceMs: options.patienceMs ?? 60_000,
    });
  }

  async channel(id: string): Promise<ChannelState> {
    const { deposit, spent, exitAt } = await this.#read('channel', id);
    return { deposit, spent, exiting: exitAt !== 0n };
  }

  async book(): Promise<HubBook> {
    const [{ earned, paid, epoch }, root] = await Promise.all([this.#read('book'), this.#read('newestRoot')]);
    return { earned, paid, epoch: Number(epoch), root };
  }

  settle({ number, vouchers, root, leaves }: EpochCall): Promise<string> {
    return this.#send('settle', root, `0x${leaves}`, number, packedVouchers(vouchers));
  }

  async postedBy(number: number, root: string): Promise<string | null> {
    const filter = this.#hub.filters.RootPosted(number);
    const events = await answered(() => this.#hub.queryFilter(filter, 0));
    const posted = events.find((event) => 'args' in event && event.args.root === root);
    if (posted === undefined || (await this.guard.cancelled(number, root)) !== null) return null;
    return posted.transactionHash;
  }

  async untilActive(signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      // The pending block carries the present time; the latest one is as old as the last transaction.
      const [{ epoch }, active] = await Promise.all([
        this.book(),
        this.#read('activeRoot', { blockTag: 'pending' }),
      ]);
      if (Number(active.epoch) >= epoch) return;
      await new Promise((resolve) => setTimeout(resolve, this.#pollMs));
    }
  }

  claimed(indexes: readonly number[]): Promise<TokenUnits[]> {
    return Promise.all(indexes.map((index) => this.#read('claimed', index)));
  }

  claimMany(claims: readonly Claim[]): Promise<string> {
    return this.#send('claimMany', claims.map(claimIn));
  }

  claimGas(claims: readonly Claim[]): Promise<Gas> {
    return answered(async () => {
      const [gas, { gasPrice }] = await Promise.all([
        this.#hub.getFunction('claimMany').estimateGas(claims.map(claimIn)),
        this.#provider.getFeeData(),
      ]);
      return { gas, price: gasPrice ?? 0n };
    });
  }

  prepareRelay(claim: Claim, terms: RelayTerms): Promise<Prepared & { readonly gas: Gas }> {
    return answered(async () => {
      const call = this.#hub.getFunction('claimFor');
      const args = [claimIn(claim), { ...terms, ...compactSignature(terms.signature) }];
      const gas = await call.estimateGas(...args);
      const [fees, coins] = await Promise.all([
        this.#provider.getFeeData(),
        this.#provider.getBalance(this.operator),
      ]);
      const gasLimit = (gas * GAS_MARGIN_PERCENT) / 100n;
      if (coins < gasLimit * (fees.maxFeePerGas ?? fees.gasPrice ?? 0n))
        throw new ChainRefused(RELAYER_UNFUNDED);
      const filled = await this.#wallet.populateTransaction(
        await call.populateTransaction(...args, { gasLimit }),
      );
      const raw = await this.#wallet.signTransaction(filled);
      const price = fees.gasPrice ?? 0n;
      return { tx: keccak256(raw), raw, nonce: Number(filled.nonce), gas: { gas, price } };
    });
  }

  async sendPrepared({ raw }: Prepared): Promise<void> {
    await answered(() => this.#provider.send('eth_sendRawTransaction', [raw])).catch((error) => {
      // The chain knows it already, its place is taken, or the coins are gone: its fate says which.
      if (!RPC_REFUSALS.has(error.cause?.code)) throw error;
    });
  }

  fateOf({ tx, nonce }: Prepared): Promise<Fate> {
    return answered(async () => {
      const receipt = await this.#provider.getTransactionReceipt(tx);
      if (receipt !== null) {
        if (receipt.status === 0) return { kind: 'failed' };
        return { kind: 'mined', depth: (await this.#provider.getBlockNumber()) - receipt.blockNumber };
      }
      const mined = await this.#provider.getTransactionCount(this.operator, 'latest');
      return { kind: mined > nonce ? 'lost' : 'waiting' };
    });
  }

  balanceOf(account: string): Promise<bigint> {
    return answered(() => this.#token.getFunction('balanceOf')(account));
  }

  close(): void {
    this.#provider.destroy();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the ABI's results, typed where they are returned
  #read(name: string, ...args: unknown[]): Promise<any> {
    return answered(() => this.#hub.getFunction(name)(...args));
  }

  #send(name: string, ...args: unknown[]): Promise<string> {
    return answered(async () => {
      const call = this.#hub.getFunction(name);
      const gasLimit = ((await call.estimateGas(...args)) * GAS_MARGIN_PERCENT) / 100n;
      const sent = await call.send(...args, { gasLimit });
      const receipt = (await sent.wait()) as TransactionReceipt;
      return receipt.hash;
    });
  }
}

/** What a chain that was reached says of a transaction that it does not take, or has taken before. */
const RPC_REFUSALS: ReadonlySet<unknown> = new Set([
  'UNKNOWN_ERROR',
  'NONCE_EXPIRED',
  'REPLACEMENT_UNDERPRICED',
  'INSUFFICIENT_FUNDS',
]);
