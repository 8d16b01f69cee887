/**
 * What the hub's transactions cost, in gas, on a chain of its own: the same on every machine. Researchers' and payees'
 * keys are derived, because zero bytes of an address are cheaper than others.
 */
import {
  addressOf,
  buildSumTree,
  channelId,
  hubDomain,
  type Payee,
  packedLeaves,
  packedVouchers,
  type SumLeaf,
  type SumTree,
  signTyped,
  type TokenUnits,
  VOUCHER,
} from '@manyhands/protocol';
import {
  Contract,
  ContractFactory,
  getBytes,
  JsonRpcProvider,
  type JsonRpcSigner,
  keccak256,
  type TransactionReceipt,
  toUtf8Bytes,
  zeroPadValue,
} from 'ethers';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from '../index.ts';
import { startAnvil } from './anvil.ts';

/** Seconds; a posted root is claimed against after as many. */
const ACTIVATION = 60;
const DEPOSIT = 10n ** 13n;
/** Of the channels, half of it zeros, which cost a quarter: as the tools make them. */
const SALT = zeroPadValue(keccak256(toUtf8Bytes('channel')).slice(0, 34), 32);
const LEAVES_HASH = keccak256(toUtf8Bytes('published leaves'));
/** Leaves of a claim that a relayer makes: 1,024 would take most of what one transaction may use. */
const RANGE = 512;
/** What one transaction may use (EIP-7825). An estimate would ask for more, since each payout is handed more than it needs. */
const MOST_GAS = 16_777_216;
/** Claims by payees themselves, spread over the tree. */
const OWN_CLAIMS = 8;
const RESEARCHERS = 10;
/** The payments of an epoch that the goals are stated for; what each costs falls with their number. */
const PAYMENTS = 1_000_000;

type ByNumber = Readonly<Record<number, number>>;

/** Gas by number of payees, but for `settleResearchers`. `first`: storage was empty before; `again`: it was not. */
export interface GasReport {
  /** The whole transaction that posts a root and redeems nothing. */
  readonly settleEpoch: ByNumber;
  /** By number of researchers whose vouchers are redeemed in the transaction that posts the root; `each`: without the root. */
  readonly settleResearchers: { readonly whole: ByNumber; readonly each: ByNumber };
  /** A payee's own claim: the most of some. */
  readonly claimSingle: { readonly first: ByNumber; readonly again: ByNumber };
  /** A relayer's claim of a subtree of up to {@link RANGE} leaves. */
  readonly claimBatchedPerPayee: { readonly first: ByNumber; readonly again: ByNumber };
  /** Settling {@link RESEARCHERS} researchers and posting the root, over {@link PAYMENTS} payments; claims come on top. */
  readonly gasPerMicroPayment: ByNumber;
}

/** The sizes that the committed snapshot has. */
export const MEASURED = { payees: [10, 1_000, 10_000], researchers: [1, 10, 99] } as const;

/** Runs epochs of so many payees each, at least 1, and of as many researchers. */
export async function measureGas(sizes: {
  payees: readonly number[];
  researchers: readonly number[];
}): Promise<GasReport> {
  const anvil = await startAnvil();
  const chain = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
  try {
    const payees = await inTurn(sizes.payees, (count) => payeesOf(chain, count));
    const settled = await settleResearchers(chain, sizes.researchers);
    const by = (pick: (row: PayeeGas) => number) => byNumber(sizes.payees, payees.map(pick));
    return {
      settleEpoch: by((row) => row.root),
      settleResearchers: settled,
      claimSingle: { first: by((row) => row.first.own), again: by((row) => row.again.own) },
      claimBatchedPerPayee: { first: by((row) => row.first.range), again: by((row) => row.again.range) },
      gasPerMicroPayment: by((row) => Number((row.settled / PAYMENTS).toFixed(4))),
    };
  } finally {
    chain.destroy();
    await anvil.stop();
  }
}

interface ClaimGas {
  readonly own: number;
  readonly range: number;
}

interface PayeeGas {
  readonly root: number;
  readonly settled: number;
  readonly first: ClaimGas;
  readonly again: ClaimGas;
}

/** Epochs: two that fill the storage, one that posts a root alone, one with vouchers beside it. */
async function payeesOf(chain: JsonRpcProvider, count: number): Promise<PayeeGas> {
  const hub = await Hub.deploy(chain, RESEARCHERS);
  await hub.settle({ vouchers: RESEARCHERS, leaves: leavesOf(count, 1n) });
  const first = await hub.claim(leavesOf(count, 1n));
  await hub.settle({ vouchers: 0, leaves: leavesOf(count, 1n) });
  const root = await hub.settle({ vouchers: 0, leaves: leavesOf(count, 2n) });
  const again = await hub.claim(leavesOf(count, 2n));
  const settled = await hub.settle({ vouchers: RESEARCHERS, leaves: leavesOf(count, 3n) });
  return { root, settled, first, again };
}

async function settleResearchers(chain: JsonRpcProvider, counts: readonly number[]) {
  const hub = await Hub.deploy(chain, Math.max(...counts));
  const leaves = leavesOf(1, 0n);
  // Each channel's first voucher fills a part of its storage that was empty.
  for (let i = 0; i < 2; i++) await hub.settle({ vouchers: Math.max(...counts), leaves });
  const alone = await hub.settle({ vouchers: 0, leaves });
  const whole = await inTurn(counts, (vouchers) => hub.settle({ vouchers, leaves }));
  const each = whole.map((gas, i) => Math.ceil((gas - alone) / counts[i]));
  return { whole: byNumber(counts, whole), each: byNumber(counts, each) };
}

/** A hub with researchers' deposits, on which epoch follows epoch. */
class Hub {
  readonly #chain: JsonRpcProvider;
  readonly #signer: JsonRpcSigner;
  readonly #hub: Contract;
  readonly #chainId: bigint;
  #epoch = 0;

  private constructor(chain: JsonRpcProvider, signer: JsonRpcSigner, hub: Contract, chainId: bigint) {
    [this.#chain, this.#signer, this.#hub, this.#chainId] = [chain, signer, hub, chainId];
  }

  static async deploy(chain: JsonRpcProvider, researchers: number): Promise<Hub> {
    const signer = await chain.getSigner(0);
    const { chainId } = await chain.getNetwork();
    const token = await new ContractFactory(tokenAbi, tokenBytecode, signer).deploy(signer.address);
    const terms = {
      token: await token.getAddress(),
      operator: signer.address,
      activationDelay: ACTIVATION,
      exitWindow: 10 * ACTIVATION,
      silence: 10 * ACTIVATION,
      stake: 1n,
    };
    const deployed = await new ContractFactory(hubAbi, hubBytecode, signer).deploy(terms);
    const hub = new Contract(await deployed.getAddress(), hubAbi, signer);
    await gasOf(token.getFunction('approve')(hub, DEPOSIT * BigInt(researchers)));
    for (let i = 0; i < researchers; i++)
      await gasOf(hub.getFunction('deposit')(addressOf(keyOf(i)), SALT, DEPOSIT));
    return new Hub(chain, signer, hub, chainId);
  }

  /** Posts the root of these leaves and redeems as many researchers' vouchers; waits until the root is active. */
  async settle({ vouchers, leaves }: { vouchers: number; leaves: readonly SumLeaf[] }): Promise<number> {
    const number = ++this.#epoch;
    const promises = await Promise.all(Array.from({ length: vouchers }, (_, i) => this.#voucher(i, number)));
    const { word } = buildSumTree(leaves);
    const gas = await gasOf(
      this.#hub.getFunction('settle')(word, LEAVES_HASH, number, packedVouchers(promises)),
    );
    await this.#chain.send('evm_increaseTime', [ACTIVATION]);
    return gas;
  }

  /** Some own claims, the dearest of which counts, and then everybody's that is left, subtree by subtree. */
  async claim(leaves: readonly SumLeaf[]): Promise<ClaimGas> {
    const tree = buildSumTree(leaves);
    const own = [];
    for (let i = 0; i < Math.min(OWN_CLAIMS, leaves.length); i++)
      own.push(await this.#claimOwn(tree, leaves, Math.floor((i * leaves.length) / OWN_CLAIMS)));
    const width = Math.min(RANGE, 2 ** tree.depth);
    // The second subtree where there is one: in the first, somebody has claimed already.
    const ranges = [];
    for (let first = 0; first < leaves.length; first += width)
      ranges.push(await this.#claimRange(tree, leaves, { first, width }));
    const whole = ranges.filter((_, i) => (i + 1) * width <= leaves.length);
    return { own: Math.max(...own), range: Math.ceil(Math.max(...whole, 0) / width) };
  }

  #claimOwn(tree: SumTree, leaves: readonly SumLeaf[], index: number): Promise<number> {
    const { account, cumulative } = leaves[index];
    return gasOf(this.#hub.getFunction('claim')(index, account, cumulative, tree.proof(index)));
  }

  #claimRange(
    tree: SumTree,
    leaves: readonly SumLeaf[],
    range: { first: number; width: number },
  ): Promise<number> {
    const { first, width } = range;
    const proof = tree.proof(first).slice(Math.log2(width));
    const packed = packedLeaves(leaves, first, width);
    return gasOf(this.#hub.getFunction('claimRange')(first, packed, proof, { gasLimit: MOST_GAS }));
  }

  /** The `i`-th researcher's, for an amount that grows with each epoch. */
  async #voucher(i: number, epoch: number) {
    const [researcher, signer] = [this.#signer.address, addressOf(keyOf(i))];
    const promise = {
      channel: channelId(researcher, signer, SALT),
      cumulative: (DEPOSIT / 100n) * BigInt(epoch),
    };
    const domain = hubDomain(this.#chainId, await this.#hub.getAddress());
    const { cumulative } = promise;
    const signature = signTyped(keyOf(i), domain, VOUCHER, promise);
    return { researcher, signer, salt: SALT, cumulative, signature };
  }
}

const keyOf = (i: number): Uint8Array => getBytes(keccak256(toUtf8Bytes(`researcher ${i}`)));

/** As many payees, each with some millions of units more in each epoch, no two with the same. */
const leavesOf = (count: number, epoch: bigint): SumLeaf[] =>
  Array.from({ length: count }, (_, i) => ({
    account: keccak256(toUtf8Bytes(`payee ${i}`)).slice(0, 42) as Payee,
    cumulative: (epoch * (1_000_000n + BigInt(i))) as TokenUnits,
  }));

async function gasOf(sent: Promise<{ wait(): Promise<TransactionReceipt | null> }>): Promise<number> {
  const receipt = (await (await sent).wait()) as TransactionReceipt;
  return Number(receipt.gasUsed);
}

async function inTurn<T, R>(list: readonly T[], act: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const each of list) results.push(await act(each));
  return results;
}

const byNumber = (numbers: readonly number[], values: readonly number[]): Record<number, number> =>
  Object.fromEntries(numbers.map((number, i) => [number, values[i]]));
