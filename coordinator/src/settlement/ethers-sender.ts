import type { Payee } from '@manyhands/protocol';
import { type JsonRpcProvider, keccak256, Transaction, type Wallet } from 'ethers';
import type { Gas } from '../domain/gas.ts';
import {
  ChainRefused,
  type Fate,
  GAS_TOO_DEAR,
  type Offer,
  type Prepared,
  RELAYER_UNFUNDED,
  type Repriced,
} from './chain.ts';
import { answered, GAS_MARGIN_PERCENT } from './ethers-calls.ts';

/** What one transaction may use (EIP-7825). */
const MOST_GAS = 16_777_216n;
/** Blocks get dearer by an eighth at most, so this is good for some. */
const FEE_ROOM = 2n;

/** Of a transfer of coins, exactly. */
const TRANSFER_GAS = 21_000n;

interface Request {
  readonly to: string;
  readonly data: string;
  readonly nonce: number;
  readonly gasLimit: bigint;
}

/** The operator's transactions to the hub: signed first, sent as often as it takes, at another price if need be. */
export class EthersSender {
  readonly #provider: JsonRpcProvider;
  readonly #wallet: Wallet;
  readonly #hub: string;
  readonly #operator: Payee;

  constructor(wallet: Wallet, provider: JsonRpcProvider, hub: string) {
    [this.#provider, this.#wallet, this.#hub] = [provider, wallet, hub];
    this.#operator = wallet.address.toLowerCase() as Payee;
  }

  gasFor(data: string): Promise<Gas> {
    return answered(async () => {
      const [gas, price] = await Promise.all([this.#estimate(data), this.#gasPrice()]);
      return { gas, price };
    });
  }

  prepare(data: string, most: bigint | null, instead?: Prepared): Promise<Offer> {
    return answered(async () => {
      const gas = await this.gasFor(data);
      const gasLimit = smaller((gas.gas * GAS_MARGIN_PERCENT) / 100n, MOST_GAS);
      return this.#inPlace({ to: this.#hub, data, gasLimit }, { gas, most, instead });
    });
  }

  /** A transfer of nothing to the operator itself. */
  vacate(instead: Prepared, most: bigint): Promise<Offer> {
    return answered(async () => {
      const gas = { gas: TRANSFER_GAS, price: await this.#gasPrice() };
      return this.#inPlace(
        { to: this.#operator, data: '0x', gasLimit: TRANSFER_GAS },
        { gas, most, instead },
      );
    });
  }

  async #inPlace(call: Omit<Request, 'nonce'>, { gas, most, instead }: Placed): Promise<Offer> {
    const before = instead && feesOf(Transaction.from(instead.raw));
    const least = before === undefined ? gas.price : larger(gas.price, dearer(before.most));
    if (most !== null && least > most) throw new ChainRefused(GAS_TOO_DEAR);
    const nonce = instead?.nonce ?? (await this.#provider.getTransactionCount(this.#operator, 'pending'));
    const bound = smaller(larger(FEE_ROOM * gas.price, least), most);
    return this.#signed({ ...call, nonce }, { gas, bound, before });
  }

  reprice({ raw }: Prepared, most: bigint | null): Promise<Repriced> {
    return answered(async () => {
      const sent = Transaction.from(raw);
      const price = await this.#gasPrice();
      const before = feesOf(sent);
      if (price <= before.most) return { kind: 'enough' };
      const least = dearer(before.most);
      const bound = smaller(larger(FEE_ROOM * price, least), most);
      if (bound < least || bound < price) return { kind: 'dear' };
      const { to, data, nonce, gasLimit } = sent;
      const request = { to: to as string, data, nonce, gasLimit };
      const gas = { gas: gasLimit, price };
      return { kind: 'offer', offer: await this.#signed(request, { gas, bound, before }) };
    });
  }

  async send({ raw }: Prepared): Promise<void> {
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
      const [mined, next] = await Promise.all([
        this.#provider.getTransactionCount(this.#operator, 'latest'),
        this.#provider.getTransactionCount(this.#operator, 'pending'),
      ]);
      if (mined > nonce) return { kind: 'lost' };
      return next < nonce ? { kind: 'waiting', hasGap: true } : { kind: 'waiting' };
    });
  }

  /** Of a claim of many at once the limit is what a transaction may use: an estimate tries below it. */
  #estimate(data: string): Promise<bigint> {
    return this.#provider.estimateGas({ to: this.#hub, data, from: this.#operator, gasLimit: MOST_GAS });
  }

  async #gasPrice(): Promise<bigint> {
    return BigInt(await this.#provider.send('eth_gasPrice', []));
  }

  async #signed(request: Request, { gas, bound, before }: Priced): Promise<Offer> {
    const [{ maxPriorityFeePerGas: tip }, coins] = await Promise.all([
      this.#provider.getFeeData(),
      this.#provider.getBalance(this.#operator),
    ]);
    if (coins < request.gasLimit * bound) throw new ChainRefused(RELAYER_UNFUNDED);
    const wanted = larger(tip ?? 0n, before === undefined ? 0n : dearer(before.tip));
    const fees =
      tip === null
        ? { gasPrice: bound }
        : { maxFeePerGas: bound, maxPriorityFeePerGas: smaller(wanted, bound) };
    const { chainId } = await this.#provider.getNetwork();
    const raw = await this.#wallet.signTransaction({ ...request, ...fees, chainId });
    return { tx: keccak256(raw), raw, nonce: request.nonce, gas, most: bound };
  }
}

/** Wei for a unit of gas, of a transaction that was sent. */
interface Fees {
  readonly most: bigint;
  readonly tip: bigint;
}

interface Placed {
  readonly gas: Gas;
  readonly most: bigint | null;
  /** What was sent before, whose place it takes. */
  readonly instead?: Prepared;
}

interface Priced {
  readonly gas: Gas;
  /** Wei for a unit of gas at most. */
  readonly bound: bigint;
  /** Of the transaction whose place is taken. */
  readonly before?: Fees;
}

const feesOf = ({ maxFeePerGas, maxPriorityFeePerGas, gasPrice }: Transaction): Fees => ({
  most: maxFeePerGas ?? gasPrice ?? 0n,
  tip: maxPriorityFeePerGas ?? 0n,
});

/** Nodes take another transaction in the same place for a tenth more. */
const dearer = (price: bigint): bigint => price + price / 8n + 1n;

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const smaller = (value: bigint, bound: bigint | null): bigint =>
  bound !== null && bound < value ? bound : value;

/** What a chain that was reached says of a transaction that it does not take, or has taken before. */
const RPC_REFUSALS: ReadonlySet<unknown> = new Set([
  'UNKNOWN_ERROR',
  'NONCE_EXPIRED',
  'REPLACEMENT_UNDERPRICED',
  'INSUFFICIENT_FUNDS',
]);
