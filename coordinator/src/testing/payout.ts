/** Very many micro-payments, from the ledger to the payees' wallets: real books, a real hub, one settlement. */
import { hubAbi } from '@manyhands/contracts';
import {
  addressOf,
  hubDomain,
  type JobId,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  type Payee,
  RELAYED_CLAIM,
  signTyped,
  type TokenUnits,
  toHex,
} from '@manyhands/protocol';
import { Contract, getBytes, JsonRpcProvider, keccak256, NonceManager, toUtf8Bytes, Wallet } from 'ethers';
import type { Db } from '../db/db.ts';
import { findUnbalanced } from '../db/ledger/find-unbalanced.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readBalances } from '../db/ledger/read-balances.ts';
import { readPayeeBalances } from '../db/ledger/read-payee-balances.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { Tally } from '../dispatch/tally.ts';
import { payFor, tokenUnitsOwed } from '../domain/pay.ts';
import { channelAccount } from '../ledger/ledger.ts';
import { rootHex, treeOf } from '../settlement/leaf-list.ts';
import { quoteRelay } from '../settlement/quote.ts';
import { askRelay, relayClaims } from '../settlement/relay.ts';
import { type SettlementPorts, settleEpoch } from '../settlement/settle.ts';
import { type AnvilChain, startAnvilChain } from '../settlement/testing/anvil-chain.ts';
import { memoryArchive } from '../settlement/testing/books.ts';
import { type Channel, channelOf } from '../settlement/testing/signer.ts';
import { acceptVoucher } from '../settlement/vouchers.ts';

export interface PayoutSizes {
  readonly payees: number;
  readonly payments: number;
  readonly researchers: number;
  /** Of the payees: those who claim by a proof and a transaction of their own, and those who sign terms for the relayer. */
  readonly own: number;
  readonly relayed: number;
}

export interface PayoutReport extends PayoutSizes {
  /** The one transaction that settles. */
  readonly settle: { readonly gas: number; readonly gasPerPayment: number };
  readonly claims: {
    readonly ownGas: number;
    readonly relayedGas: number;
    readonly sponsored: {
      readonly payees: number;
      readonly transactions: number;
      readonly gasPerPayee: number;
    };
  };
  /** Token units that are left in the hub of what was redeemed, and below what [ST5] holds them. */
  readonly dust: { readonly left: number; readonly below: number };
  readonly milliseconds: Readonly<Record<string, number>>;
  readonly rssMb: number;
}

const JOB = 'payout' as JobId;
const WARM_EPOCHS = 2;
/** Payments of one commit. */
const PAYMENTS_PER_TALLY = 5_000;
const PRICE = { perCoreHour: 0n, perGigafuel: 7_000_123_457_000n, feePpm: 50_000 };
/** Token units for a coin: 10^5 gas at a gwei are a unit. */
const COIN_PRICE = 10n ** 4n;

/** Pays, settles and claims; throws where anything is not paid to the unit. `db`: migrated and empty. */
export async function payout(
  db: Db,
  sizes: PayoutSizes,
  say: (line: string) => void = () => undefined,
): Promise<PayoutReport> {
  const anvil = await startAnvilChain();
  try {
    return await new Payout(db, anvil, sizes, say).run();
  } finally {
    await anvil.stop();
  }
}

class Payout {
  readonly #milliseconds: Record<string, number> = {};
  readonly #channels: readonly Channel[];
  readonly #keys: readonly Uint8Array[];
  readonly #payees: readonly Payee[];
  readonly #provider: JsonRpcProvider;
  readonly #db: Db;
  readonly #anvil: AnvilChain;
  readonly #sizes: PayoutSizes;
  readonly #say: (line: string) => void;

  constructor(db: Db, anvil: AnvilChain, sizes: PayoutSizes, say: (line: string) => void) {
    [this.#db, this.#anvil, this.#sizes, this.#say] = [db, anvil, sizes, say];
    this.#provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
    this.#channels = Array.from({ length: sizes.researchers }, (_, i) => channelOf(anvil.researcher, i));
    const seeds = Array.from({ length: sizes.payees }, (_, i) => keccak256(toUtf8Bytes(`payee ${i}`)));
    // Only who signs needs a key.
    this.#keys = seeds.slice(0, sizes.own + sizes.relayed).map((seed) => getBytes(seed));
    this.#payees = seeds.map((seed, i) =>
      i < this.#keys.length ? (addressOf(this.#keys[i]) as Payee) : (seed.slice(0, 42) as Payee),
    );
  }

  async run(): Promise<PayoutReport> {
    try {
      await this.#timed('first epochs', () => this.#warmUp());
      await this.#timed('ledger', () => this.#payInLedger(this.#sizes.payments));
      await this.#timed('fold', () => foldTallies(this.#db));
      const owed = await this.#timed('deposits and vouchers', () => this.#vouch());
      const settle = await this.#timed('settle', () => this.#settle());
      const ownGas = await this.#timed('own claims', () => this.#claimOwn());
      const relayedGas = await this.#timed('relayed claims', () => this.#claimRelayed());
      const sponsored = await this.#timed('sponsored claims', () => this.#claimSponsored());
      const dust = await this.#timed('check', () => this.#check(owed));
      return {
        ...this.#sizes,
        ...{ settle, claims: { ownGas, relayedGas, sponsored }, dust, milliseconds: this.#milliseconds },
        rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
      };
    } finally {
      this.#provider.destroy();
    }
  }

  async #timed<T>(what: string, act: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await act();
    this.#milliseconds[what] = Math.round(performance.now() - start);
    this.#say(`${what}: ${this.#milliseconds[what]} ms`);
    return result;
  }

  /** Two epochs that pay little fill the hub's storage, as it is from the third one on. */
  async #warmUp(): Promise<void> {
    for (let epoch = 0; epoch < WARM_EPOCHS; epoch++) {
      await this.#payInLedger(this.#sizes.researchers);
      await foldTallies(this.#db);
      await this.#vouch();
      await settleEpoch(this.#ports({ coinPrice: COIN_PRICE, feePpm: 0 }));
    }
  }

  /** Each payment is a final unit's, with the operator's fee; they come to the books in commits, as those of dispatch do. */
  async #payInLedger(payments: number): Promise<void> {
    const { payees } = this.#sizes;
    for (let at = 0; at < payments; at += PAYMENTS_PER_TALLY) {
      const tally = new Tally();
      for (let i = at; i < Math.min(payments, at + PAYMENTS_PER_TALLY); i++) {
        const fuel = 1_000n + BigInt((i * 7_919) % 10_007);
        const price = { ...PRICE, payer: channelAccount(this.#channels[i % this.#channels.length].id) };
        const payee = this.#payees[(i * 31) % payees];
        tally.add(JOB, payFor(price, [{ fuel, payee, site: '', kind: 'work' }], 2n ** 64n).entries);
      }
      await this.#db.query('insert into tally (coordinator, sums) values ($1, $2)', ['payout', tally.pack()]);
    }
  }

  /** Each researcher deposits and signs for what it owes; gives the sum, in token units. */
  async #vouch(): Promise<bigint> {
    const accounts = this.#channels.map(({ id }) => channelAccount(id));
    const balances = await readBalances(this.#db, accounts);
    let owed = 0n;
    for (const channel of this.#channels) {
      const own = tokenUnitsOwed(-(balances.get(channelAccount(channel.id)) ?? 0n));
      const { deposit } = await this.#anvil.chain.channel(channel.id);
      await this.#anvil.deposit(channel.signer, channel.salt, own - deposit);
      await acceptVoucher(this.#db, this.#anvil.chain, channel.voucher(this.#anvil.chain, own));
      owed += own;
    }
    return owed;
  }

  #ports(sponsoring: { coinPrice: bigint; feePpm: number }): SettlementPorts {
    const report = (what: string): never => {
      throw new Error(what);
    };
    return { db: this.#db, chain: this.#anvil.chain, archive: memoryArchive(), sponsoring, report };
  }

  /** Claims nothing but what is the operator's. */
  async #settle(): Promise<PayoutReport['settle']> {
    const settled = await settleEpoch(this.#ports({ coinPrice: COIN_PRICE, feePpm: 0 }));
    if (settled?.epoch !== WARM_EPOCHS + 1 || settled.vouchers !== this.#channels.length)
      throw new Error('one epoch with everybody’s voucher was expected');
    const gas = await this.#gasOf(settled.tx);
    return { gas, gasPerPayment: Number((gas / this.#sizes.payments).toFixed(4)) };
  }

  async #gasOf(tx: string): Promise<number> {
    const receipt = await this.#provider.getTransactionReceipt(tx);
    if (receipt?.status !== 1) throw new Error(`the transaction ${tx} failed`);
    return Number(receipt.gasUsed);
  }

  /** From published leaves alone, as anybody can. Gives the most gas that one took. */
  async #claimOwn(): Promise<number> {
    const leaves = await readLeaves(this.#db);
    const tree = treeOf(leaves);
    const byAccount = new Map(leaves.map((leaf) => [leaf.account, leaf]));
    let most = 0;
    for (const key of this.#keys.slice(0, this.#sizes.own)) {
      const wallet = new Wallet(`0x${toHex(key)}`, this.#provider);
      await this.#anvil.rpc('anvil_setBalance', wallet.address, '0xde0b6b3a7640000');
      const leaf = byAccount.get(addressOf(key) as Payee);
      if (leaf === undefined) continue;
      const hub = new Contract(this.#anvil.chain.hub, hubAbi, new NonceManager(wallet));
      const proof = tree.proof(leaf.index).map((word) => `0x${toHex(word)}`);
      const sent = await hub.getFunction('claim')(leaf.index, leaf.account, leaf.cumulative, proof);
      await sent.wait();
      most = Math.max(most, await this.#gasOf(sent.hash));
    }
    return most;
  }

  /** On terms that each payee signs. Gives the most gas that one took. */
  async #claimRelayed(): Promise<number> {
    const db = this.#db;
    const now = Number((await this.#provider.getBlock('latest'))?.timestamp);
    const ports = {
      db,
      chain: this.#anvil.chain,
      gas: { coinPrice: 0n, confirmations: 0 },
      report: this.#say,
    };
    for (const key of this.#keys.slice(this.#sizes.own))
      await askRelay(ports, await this.#terms(key, now), now);
    const left = async () =>
      db.query<{ state: string; why: string }>(`select state, why from relayed_claim where state <> 'done'`);
    for (let looks = 0; (await left()).length > 0; looks++) {
      if (looks > 50 * this.#sizes.relayed) throw new Error(`relayed claims wait: ${(await left())[0].why}`);
      await db.query('update relayed_claim set look = now()');
      await relayClaims(ports, now);
    }
    const sent = await db.query<{ tx: string }>('select tx from relayed_claim');
    return Math.max(0, ...(await Promise.all(sent.map(({ tx }) => this.#gasOf(tx)))));
  }

  async #terms(key: Uint8Array, now: number) {
    const { chain } = this.#anvil;
    const payee = addressOf(key) as Payee;
    const ports = { db: this.#db, chain, gas: { coinPrice: 0n, confirmations: 0 } };
    const { index, claimed, fee, net, deadline, relayer } = await quoteRelay(ports, payee, now);
    const terms = { index, claimed, fee: fee as TokenUnits, least: net as TokenUnits, deadline };
    const signed = { ...terms, account: payee, relayer, index: BigInt(index), deadline: BigInt(deadline) };
    const signature = signTyped(key, hubDomain(chain.chainId, chain.hub), RELAYED_CLAIM, signed);
    return { ...terms, payee, signature };
  }

  /** Everybody else, by the relayer at its own cost. */
  async #claimSponsored(): Promise<PayoutReport['claims']['sponsored']> {
    const from = await this.#provider.getBlockNumber();
    await settleEpoch(this.#ports({ coinPrice: 0n, feePpm: 0 }));
    const hub = new Contract(this.#anvil.chain.hub, hubAbi, this.#provider);
    const token = new Contract(
      this.#anvil.chain.token,
      ['event Transfer(address indexed, address indexed, uint256)'],
      this.#provider,
    );
    const paid = await token.queryFilter(token.filters.Transfer(hub), from + 1);
    const txs = [...new Set(paid.map(({ transactionHash }) => transactionHash))];
    const gas = await Promise.all(txs.map((tx) => this.#gasOf(tx)));
    const total = gas.reduce((sum, each) => sum + each, 0);
    return {
      payees: paid.length,
      transactions: txs.length,
      gasPerPayee: Math.round(total / Math.max(1, paid.length)),
    };
  }

  /** Everybody has every whole unit, and the hub keeps roundings alone. */
  async #check(owed: bigint): Promise<PayoutReport['dust']> {
    const { chain } = this.#anvil;
    const unbalanced = await findUnbalanced(this.#db);
    if (unbalanced.length > 0) throw new Error(`entries of ${unbalanced[0]} do not sum to zero`);
    const earned = await readPayeeBalances(this.#db);
    if (earned.size !== this.#sizes.payees) throw new Error(`${earned.size} payees have earned something`);
    const got = await Promise.all([...earned.keys()].map((payee) => chain.balanceOf(payee)));
    for (const [i, [payee, ledger]] of [...earned].entries())
      if (got[i] !== ledger / LEDGER_UNITS_PER_TOKEN_UNIT)
        throw new Error(`${payee} has ${got[i]} units, of ${ledger} millionths that it earned`);
    const book = await chain.book();
    const left = book.earned - book.paid;
    const below = BigInt(this.#sizes.payees + 1 + this.#sizes.researchers);
    const inHub = await chain.balanceOf(chain.hub);
    if (book.earned !== owed || inHub !== left || left >= below)
      throw new Error(
        `the hub holds ${inHub} of ${owed} units that were redeemed; below ${below} were expected`,
      );
    if (book.root !== rootHex(treeOf(await readLeaves(this.#db)))) throw new Error('the roots differ');
    return { left: Number(left), below: Number(below) };
  }
}
