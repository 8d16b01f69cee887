import { fromHex, hubDomain, PAYEE_RECEIPT, type Payee, signTyped } from '@manyhands/protocol';
import type { Contract, EventLog, JsonRpcProvider, TransactionResponse, Wallet } from 'ethers';
import { ChainRefused } from './chain.ts';
import type {
  Answer,
  Answered,
  Bond,
  Cancellation,
  ChainGuard,
  OpenDemand,
  ReceiptTerms,
} from './chain-guard.ts';
import { type DemandEvent, demandKey, openDemands } from './demands.ts';
import { answered, claimIn, GAS_MARGIN_PERCENT } from './ethers-calls.ts';
import type { HubLogs } from './hub-logs.ts';

export interface EthersHub {
  readonly chainId: bigint;
  readonly provider: JsonRpcProvider;
  /** The operator's. */
  readonly wallet: Wallet;
  readonly hub: Contract;
  readonly logs: HubLogs;
  /** Lower case. */
  readonly address: string;
  /** How long an answer is waited for, in milliseconds; one that takes longer is sent again at a higher price. */
  readonly patienceMs: number;
}

/** Nodes want a tenth more of a transaction that takes another's place. */
const HIGHER_PERCENT = 125n;

interface Price {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** The hub's protection of payees over JSON-RPC. */
export class EthersGuard implements ChainGuard {
  readonly #at: EthersHub;
  /** The places of answers that may not be mined yet, by demand. */
  readonly #sent = new Map<string, number>();
  /** The first place that nothing was mined at when answers were sent last, and what was offered then. */
  #before: { readonly nonce: number; readonly price: Price } | null = null;

  constructor(at: EthersHub) {
    this.#at = at;
  }

  activationDelay(): Promise<number> {
    return answered(async () => Number(await this.#at.hub.getFunction('activationDelay')()));
  }

  bond(): Promise<Bond> {
    return answered(async () => {
      const { amount, exitAt } = await this.#at.hub.getFunction('bond')();
      return { amount, exitAt: exitAt === 0n ? null : Number(exitAt) };
    });
  }

  demands(): Promise<OpenDemand[]> {
    return answered(async () => {
      const { hub } = this.#at;
      // The pending block carries the present time; the latest one is as old as the last transaction.
      const [{ epoch }, active] = await Promise.all([
        hub.getFunction('book')(),
        hub.getFunction('activeRoot')({ blockTag: 'pending' }),
      ]);
      if (active.epoch === epoch) return [];
      const posted = (await this.roots()).findLast(
        ({ eventName, args }) => eventName === 'RootPosted' && args.epoch === epoch,
      );
      if (posted === undefined) return [];
      const logs = await this.#at.logs.since(posted.blockNumber, ['Demanded', 'Answered']);
      return openDemands(logs.map(demandEvent));
    });
  }

  answer(answers: readonly Answer[]): Promise<Answered[]> {
    return answered(async () => {
      const { first, price } = await this.#terms();
      const waiting: Promise<Answered>[] = [];
      let nonce = first;
      for (const each of answers) {
        const sent = await answered(() => this.#send(each, { nonce, ...price })).catch(whyNot);
        if (!('why' in sent)) nonce++;
        waiting.push('why' in sent ? Promise.resolve(sent) : minedIn(sent, this.#at.patienceMs));
      }
      return Promise.all(waiting);
    });
  }

  /**
   * From which place on answers are sent, and at what price. Behind a transaction that is stuck, whosever it is, nothing is mined:
   * where nothing was since the last time, answers take its place. What loses its place is made anew by whoever sent it.
   */
  async #terms(): Promise<{ readonly first: number; readonly price: Price }> {
    const { provider, wallet } = this.#at;
    const [mined, pending, fees] = await Promise.all([
      wallet.getNonce('latest'),
      wallet.getNonce('pending'),
      provider.getFeeData(),
    ]);
    let price: Price = {
      maxFeePerGas: fees.maxFeePerGas ?? fees.gasPrice ?? 0n,
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas ?? 0n,
    };
    const isStuck = mined < pending && this.#before?.nonce === mined;
    if (isStuck) price = above(price, this.#before?.price ?? price);
    for (const [key, nonce] of this.#sent) if (isStuck || nonce < mined) this.#sent.delete(key);
    this.#before = { nonce: mined, price };
    return { first: isStuck ? mined : pending, price };
  }

  cancelled(number: number, root: string): Promise<Cancellation | null> {
    return answered(async () => {
      const of = (await this.roots()).filter(({ args }) => Number(args.epoch) === number);
      const cancel = of.findLast(({ eventName }) => eventName === 'RootCancelled');
      const post = of.findLast(({ eventName }) => eventName === 'RootPosted');
      if (cancel === undefined || post?.args.root !== root) return null;
      return { challenger: cancel.args.challenger.toLowerCase(), lostBond: cancel.args.lostBond };
    });
  }

  /** Roots as they were posted and cancelled, in the order of the chain. */
  roots(): Promise<EventLog[]> {
    return this.#at.logs.ever('roots', ['RootPosted', 'RootCancelled']);
  }

  signReceipt({ index, account, cumulative, dueEpoch }: ReceiptTerms): string {
    const { wallet, chainId, address } = this.#at;
    const terms = { index: BigInt(index), account, cumulative, dueEpoch: BigInt(dueEpoch) };
    return signTyped(fromHex(wallet.privateKey), hubDomain(chainId, address), PAYEE_RECEIPT, terms);
  }

  /** Throws what the chain refuses. */
  async #send(
    { claim, demanded }: Answer,
    terms: Price & { readonly nonce: number },
  ): Promise<TransactionResponse> {
    const key = demandKey({ ...claim, cumulative: demanded });
    if (this.#sent.has(key)) throw new ChainRefused('its answer waits to be mined');
    const { wallet, provider, hub } = this.#at;
    const { to, data } = await hub.getFunction('answer').populateTransaction(claimIn(claim), demanded);
    // Not on what is pending: there the demand is answered already by what this one replaces.
    const gas = await provider.send('eth_estimateGas', [{ from: wallet.address, to, data }, 'latest']);
    const gasLimit = (BigInt(gas) * GAS_MARGIN_PERCENT) / 100n;
    const sent = await wallet.sendTransaction({ to, data, gasLimit, ...terms });
    this.#sent.set(key, terms.nonce);
    return sent;
  }
}

const above = (price: Price, before: Price): Price => ({
  maxFeePerGas: raised(larger(price.maxFeePerGas, before.maxFeePerGas)),
  maxPriorityFeePerGas: raised(larger(price.maxPriorityFeePerGas, before.maxPriorityFeePerGas)),
});

const raised = (fee: bigint): bigint => (fee * HIGHER_PERCENT) / 100n + 1n;
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const minedIn = (sent: TransactionResponse, patienceMs: number): Promise<Answered> =>
  answered(() => sent.wait(1, patienceMs)).then(
    () => ({ tx: sent.hash }),
    (error) => whyNot(error),
  );

/** Why one answer is not mined; a chain that is away is everybody's trouble. */
function whyNot(error: unknown): { why: string } {
  if (error instanceof ChainRefused) return { why: error.reason };
  return { why: error instanceof Error ? error.message : String(error) };
}

function demandEvent({ eventName, args }: EventLog): DemandEvent {
  return {
    kind: eventName === 'Demanded' ? 'demanded' : 'answered',
    index: Number(args.index),
    account: args.account.toLowerCase() as Payee,
    cumulative: args.cumulative,
    answerBy: eventName === 'Demanded' ? Number(args.answerBy) : 0,
  };
}
