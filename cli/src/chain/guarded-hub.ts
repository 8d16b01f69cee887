/** A hub as watchers, payees in silence and its operator meet it: without any coordinator. */
import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { HubLogs } from '@manyhands/coordinator/hub-logs';
import { compactSignature } from '@manyhands/protocol';
import type { PayeeReceipt } from '@manyhands/sdk';
import { Contract, type EventLog, type JsonRpcProvider, Wallet } from 'ethers';
import { claimIn, type PostedRoot, type ProvedLeaf } from '../guard/leaves.ts';

/** What never changes; amounts in token units, times in seconds. */
export interface HubTerms {
  readonly token: string;
  /** Lower case. */
  readonly operator: string;
  readonly activationDelay: number;
  readonly exitWindow: number;
  readonly silence: number;
  readonly stake: bigint;
  /** Of the token's smallest ones. */
  readonly unit: bigint;
}

/** Where the hub stands; times in seconds since 1970. */
export interface HubState {
  readonly epoch: number;
  readonly postedAt: number;
  readonly newestRoot: string;
  readonly activeRoot: string;
  /** Whether the newest root cannot be claimed against yet. */
  readonly isPending: boolean;
  /** The chain's. */
  readonly now: number;
}

/** A demand that somebody made. */
export interface MadeDemand {
  /** Lower case. */
  readonly challenger: string;
  /** Not answered, and not closed. */
  readonly isOpen: boolean;
  /** In which it was made. */
  readonly block: number;
  readonly index: bigint;
  readonly account: string;
  readonly cumulative: bigint;
  readonly epoch: number;
  readonly answerBy: number;
}

export interface Bond {
  readonly amount: bigint;
  readonly exitAt: number | null;
}

const NO_ROOT = `0x${'0'.repeat(64)}`;
/** More than is estimated: what a call takes depends on the second in which it is mined. Unused gas is returned. */
const GAS_PERCENT = 150n;

export class GuardedHub {
  readonly #chain: JsonRpcProvider;
  readonly #hub: Contract;
  readonly #logs: HubLogs;
  readonly address: string;
  #terms: Promise<HubTerms> | null = null;

  constructor(chain: JsonRpcProvider, hub: string) {
    this.#chain = chain;
    this.address = hub;
    this.#hub = new Contract(hub, hubAbi, chain);
    this.#logs = new HubLogs(chain, this.#hub, hub);
  }

  terms(): Promise<HubTerms> {
    this.#terms ??= this.#readTerms();
    return this.#terms;
  }

  async #readTerms(): Promise<HubTerms> {
    const read = (name: string) => this.#hub.getFunction(name)();
    const [token, operator, activationDelay, exitWindow, silence, stake, unit] = await Promise.all(
      ['token', 'operator', 'activationDelay', 'exitWindow', 'silence', 'stake', 'unit'].map(read),
    );
    return {
      ...{ token: token.toLowerCase(), operator: operator.toLowerCase(), stake, unit },
      activationDelay: Number(activationDelay),
      exitWindow: Number(exitWindow),
      silence: Number(silence),
    };
  }

  async state(): Promise<HubState> {
    // The pending block carries the present time; the latest one is as old as the last transaction.
    const [book, newestRoot, active, block] = await Promise.all([
      this.#hub.book(),
      this.#hub.newestRoot(),
      this.#hub.activeRoot({ blockTag: 'pending' }),
      this.#chain.getBlock('pending'),
    ]);
    return {
      epoch: Number(book.epoch),
      postedAt: Number(book.postedAt),
      newestRoot,
      activeRoot: active.root,
      isPending: active.epoch < book.epoch,
      now: block?.timestamp ?? Math.floor(Date.now() / 1000),
    };
  }

  /** How a root was posted last; null for the zero word, which stands for no root. */
  async posted(root: string): Promise<PostedRoot | null> {
    if (root === NO_ROOT) return null;
    const posts = await this.#logs.ever('roots', ['RootPosted']);
    const found = posts.filter((post) => post.args.root === root).at(-1);
    if (found === undefined) return null;
    return {
      ...{ epoch: Number(found.args.epoch), root },
      ...{ hash: found.args.leavesHash.slice(2), block: found.blockNumber },
    };
  }

  claimed(index: number): Promise<bigint> {
    return this.#hub.claimed(index);
  }

  async bond(): Promise<Bond> {
    const { amount, exitAt } = await this.#hub.bond();
    return { amount, exitAt: exitAt === 0n ? null : Number(exitAt) };
  }

  /** Demands by one account, whenever they were made; or by anybody, since a root was posted. The last of each kind. */
  async demands(of: { readonly challenger: string } | { readonly root: PostedRoot }): Promise<MadeDemand[]> {
    const made = await ('challenger' in of
      ? this.#logs.ever(`demands ${of.challenger}`, [this.#hub.filters.Demanded(null, of.challenger)])
      : this.#logs.since(of.root.block, ['Demanded']));
    const last = new Map(
      made.map((event) => [`${event.args.index} ${event.args.account} ${event.args.cumulative}`, event]),
    );
    return Promise.all([...last.values()].map((event) => this.#demandOf(event)));
  }

  async #demandOf({ args, blockNumber }: EventLog): Promise<MadeDemand> {
    const { index, account, cumulative } = args;
    const now = await this.#hub.demandAt(index, account, cumulative);
    return {
      ...{ index, account: account.toLowerCase(), cumulative, block: blockNumber },
      challenger: args.challenger.toLowerCase(),
      isOpen: now.challenger === args.challenger,
      ...{ epoch: Number(now.epoch), answerBy: Number(now.answerBy) },
    };
  }

  cancelRoot(privateKey: string, was: ProvedLeaf, now: ProvedLeaf): Promise<string> {
    return this.#send(privateKey, 'cancelRoot', claimIn(was), claimIn(now));
  }

  async demandLeaf(privateKey: string, was: ProvedLeaf): Promise<string> {
    await this.#allow(privateKey, (await this.terms()).stake);
    return this.#send(privateKey, 'demandLeaf', claimIn(was));
  }

  async demandReceipt(privateKey: string, receipt: PayeeReceipt): Promise<string> {
    await this.#allow(privateKey, (await this.terms()).stake);
    return this.#send(privateKey, 'demandReceipt', receiptIn(receipt));
  }

  closeDemand(privateKey: string, { index, account, cumulative }: MadeDemand): Promise<string> {
    return this.#send(privateKey, 'closeDemand', index, account, cumulative);
  }

  claimReceipt(privateKey: string, receipt: PayeeReceipt, leaf: ProvedLeaf): Promise<string> {
    return this.#send(privateKey, 'claimReceipt', receiptIn(receipt), claimIn(leaf));
  }

  /** `packed`: vouchers as 0x and hex, 144 bytes each. Those that were overtaken cost gas and add nothing. */
  redeem(privateKey: string, packed: string): Promise<string> {
    return this.#send(privateKey, 'redeem', packed);
  }

  /** Earned, and in no root and no receipt that was paid: what is there for receipts in silence. Token units. */
  async free(): Promise<bigint> {
    const { earned, covered } = await this.#hub.book();
    return BigInt(earned) - BigInt(covered);
  }

  /** `amount` in token units. */
  async addBond(privateKey: string, amount: bigint): Promise<string> {
    await this.#allow(privateKey, amount);
    return this.#send(privateKey, 'addBond', amount * (await this.terms()).unit);
  }

  requestBondExit(privateKey: string): Promise<string> {
    return this.#send(privateKey, 'requestBondExit');
  }

  withdrawBond(privateKey: string): Promise<string> {
    return this.#send(privateKey, 'withdrawBond');
  }

  /** Lets the hub take so many token units, where it may not yet. */
  async #allow(privateKey: string, amount: bigint): Promise<void> {
    const { token, unit } = await this.terms();
    const wallet = new Wallet(privateKey, this.#chain);
    const tokens = new Contract(token, tokenAbi, wallet);
    const needed = amount * unit;
    if ((await tokens.allowance(wallet.address, this.address)) >= needed) return;
    await (await tokens.approve(this.address, needed)).wait();
  }

  async #send(privateKey: string, name: string, ...args: unknown[]): Promise<string> {
    const call = this.#hub.connect(new Wallet(privateKey, this.#chain)) as Contract;
    const method = call.getFunction(name);
    const gasLimit = ((await method.estimateGas(...args)) * GAS_PERCENT) / 100n;
    const sent = await method.send(...args, { gasLimit });
    await sent.wait();
    return sent.hash;
  }
}

const receiptIn = ({ index, account, cumulative, dueEpoch, signature }: PayeeReceipt) => ({
  ...{ index, account, cumulative, dueEpoch },
  ...compactSignature(signature),
});
