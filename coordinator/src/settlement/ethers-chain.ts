import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { compactSignature, type Payee, packedVouchers, type TokenUnits } from '@manyhands/protocol';
import { Contract, FetchRequest, JsonRpcProvider, Network, Wallet } from 'ethers';
import type { Gas } from '../domain/gas.ts';
import type {
  Chain,
  ChannelState,
  Claim,
  Fate,
  HubBook,
  HubCall,
  Offer,
  Posting,
  Prepared,
  RelayTerms,
  Repriced,
} from './chain.ts';
import { answered, claimIn, HUB, hexOf, unreachable } from './ethers-calls.ts';
import { EthersGuard } from './ethers-guard.ts';
import { EthersSender } from './ethers-sender.ts';
import { HubLogs } from './hub-logs.ts';

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

/** A node that says nothing for so long is away. */
const ANSWER_MS = 30_000;
/** An index is a view call; nodes take so many in one request. */
const CALLS_AT_ONCE = 500;

/** Connects to a chain. Throws CHAIN_UNREACHABLE when nothing answers at the URL. */
export async function openEthersChain(options: EthersChainOptions): Promise<Chain> {
  const { rpcUrl, pollMs = 200 } = options;
  // Asked first: ethers itself would wait for a network for ever.
  const chainId = await askChainId(rpcUrl);
  const asking = new FetchRequest(rpcUrl);
  asking.timeout = ANSWER_MS;
  const provider = new JsonRpcProvider(asking, Network.from(chainId), {
    staticNetwork: true,
    cacheTimeout: -1,
    pollingInterval: pollMs,
    batchMaxCount: CALLS_AT_ONCE,
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
  readonly #sender: EthersSender;
  readonly #hub: Contract;
  readonly #logs: HubLogs;
  readonly #token: Contract;

  constructor(provider: JsonRpcProvider, chainId: bigint, options: EthersChainOptions) {
    const wallet = new Wallet(options.operatorKey, provider);
    this.chainId = chainId;
    this.hub = options.hub.toLowerCase();
    this.token = options.token.toLowerCase();
    this.operator = wallet.address.toLowerCase() as Payee;
    this.#provider = provider;
    this.#sender = new EthersSender(wallet, provider, this.hub);
    this.#hub = new Contract(this.hub, hubAbi, wallet);
    this.#token = new Contract(this.token, tokenAbi, provider);
    this.#logs = new HubLogs(provider, this.#hub, this.hub);
    this.guard = new EthersGuard({
      ...{ chainId, provider, wallet, hub: this.#hub, address: this.hub },
      logs: this.#logs,
      patienceMs: options.patienceMs ?? 60_000,
    });
  }

  async channel(id: string): Promise<ChannelState> {
    const { deposit, spent, exitAt } = await this.#read('channel', id);
    return exitAt === 0n
      ? { deposit, spent, exiting: false }
      : { deposit, spent, exiting: true, exitAt: Number(exitAt) };
  }

  takenOut(id: string): Promise<bigint> {
    return answered(async () => {
      const exits = await this.#logs.ever('exits', ['Exited']);
      return exits.reduce((sum, { args }) => (args.channel === id ? sum + args.amount : sum), 0n);
    });
  }

  async book(): Promise<HubBook> {
    const [{ earned, paid, epoch }, root] = await Promise.all([this.#read('book'), this.#read('newestRoot')]);
    return { earned, paid, epoch: Number(epoch), root };
  }

  postedBy(number: number, root: string): Promise<Posting | null> {
    return answered(async () => {
      const posted = (await this.guard.roots()).find(
        ({ eventName, args }) =>
          eventName === 'RootPosted' && Number(args.epoch) === number && args.root === root,
      );
      if (posted === undefined || (await this.guard.cancelled(number, root)) !== null) return null;
      const depth = (await this.#provider.getBlockNumber()) - posted.blockNumber;
      return { tx: posted.transactionHash, depth };
    });
  }

  async isActive(): Promise<boolean> {
    const { epoch } = await this.book();
    // The pending block carries the present time; the latest one is as old as the last transaction.
    return Number((await this.#read('activeRoot', { blockTag: 'pending' })).epoch) >= epoch;
  }

  claimed(indexes: readonly number[]): Promise<TokenUnits[]> {
    return Promise.all(indexes.map((index) => this.#read('claimed', index)));
  }

  gasFor(call: HubCall): Promise<Gas> {
    return this.#sender.gasFor(dataOf(call));
  }

  prepare(call: HubCall, most: bigint | null, instead?: Prepared): Promise<Offer> {
    return this.#sender.prepare(dataOf(call), most, instead);
  }

  prepareRelay(claim: Claim, terms: RelayTerms, instead?: Prepared): Promise<Offer> {
    const signed = { ...terms, ...compactSignature(terms.signature) };
    return this.#sender.prepare(HUB.encodeFunctionData('claimFor', [claimIn(claim), signed]), null, instead);
  }

  reprice(sent: Prepared, most: bigint | null): Promise<Repriced> {
    return this.#sender.reprice(sent, most);
  }

  vacate(sent: Prepared, most: bigint): Promise<Offer> {
    return this.#sender.vacate(sent, most);
  }

  sendPrepared(prepared: Prepared): Promise<void> {
    return this.#sender.send(prepared);
  }

  fateOf(prepared: Prepared): Promise<Fate> {
    return this.#sender.fateOf(prepared);
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
}

/** The hub's function and what it is given, encoded. */
function dataOf(call: HubCall): string {
  switch (call.kind) {
    case 'settle': {
      const { number, vouchers, root, leaves } = call.epoch;
      return HUB.encodeFunctionData('settle', [root, `0x${leaves}`, number, packedVouchers(vouchers)]);
    }
    case 'claims':
      return HUB.encodeFunctionData('claimMany', [call.claims.map(claimIn)]);
    case 'range': {
      const { first, leaves, proof } = call.range;
      return HUB.encodeFunctionData('claimRange', [first, leaves, proof.map(hexOf)]);
    }
    default:
      return call satisfies never;
  }
}
