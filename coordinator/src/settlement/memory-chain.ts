import { channelId, type Payee, type TokenUnits } from '@manyhands/protocol';
import type { Gas } from '../domain/gas.ts';
import {
  type Chain,
  ChainRefused,
  type ChannelState,
  type Claim,
  type Fate,
  type HubBook,
  type HubCall,
  type Offer,
  type Posting,
  type Prepared,
  type RelayTerms,
  type Repriced,
} from './chain.ts';
import { gasOf, RELAY_GAS } from './memory-gas.ts';
import { MemoryGuard } from './memory-guard.ts';
import {
  act,
  cancelPending,
  channelIn,
  check,
  emptyLedger,
  give,
  type Ledger,
  NO_ROOT,
} from './memory-hub.ts';
import { MemoryPool, type Signed } from './memory-pool.ts';

/**
 * The hub's rules in memory: for tests and simulations. Each transaction is mined when it is sent, in a block of its own,
 * unless {@link mines} is false; a root's delay is over whenever that is asked for, unless {@link delays} is true.
 */
export class MemoryChain implements Chain {
  readonly chainId = 31_337n;
  readonly hub = `0x${'11'.repeat(20)}`;
  readonly token = `0x${'22'.repeat(20)}`;
  readonly operator: Payee;
  readonly guard: MemoryGuard;
  /** Makes every call fail, as when the chain is away. */
  failure: Error | null = null;
  /** How many of each were mined, whatever came of them. */
  readonly sent = { settle: 0, claims: 0, range: 0, relay: 0, nothing: 0 };
  /** Wei for a unit of gas. */
  gasPrice = 10n ** 9n;
  /** The operator's, in wei. */
  coins = 10n ** 21n;
  /** False: what is sent waits in the pool until {@link mine}. */
  mines = true;
  /** True: a root waits for {@link activate}. */
  delays = false;
  readonly #pool = new MemoryPool({
    price: () => this.gasPrice,
    coins: () => this.coins,
    nonce: () => this.#now.nonce,
    isMined: (tx) => this.#now.mined.has(tx),
    transaction: () => this.#transaction(),
  });
  /** Before each block. */
  readonly #before: Ledger[] = [];
  #now = emptyLedger();
  #transactions = 0;

  /** `operatorKey` signs receipts, where a test needs them. */
  constructor(operator: Payee, operatorKey?: Uint8Array) {
    this.operator = operator;
    this.guard = new MemoryGuard({
      chain: this,
      operatorKey,
      answer: () => this.#answer(),
      transaction: () => this.#transaction(),
      book: () => this.#now.guard,
      roots: () => {
        const { posted, active } = this.#now;
        const rootOf = (epoch: number) => posted[epoch - 1]?.root ?? NO_ROOT;
        const pending = active < posted.length ? rootOf(posted.length) : null;
        return { epoch: posted.length, pending, active: rootOf(active) };
      },
      had: (index) => this.#now.claimed.get(index) ?? 0n,
      pay: (account, amount) => give(this.#now, account, amount),
      cancel: () => cancelPending(this.#now),
    });
  }

  // What a chain does by itself.

  /** A block with all of the pool that is next in line and pays its price; empty if nothing is. */
  mine(): void {
    this.#before.push(structuredClone(this.#now));
    for (let next = this.#pool.take(); next !== undefined; next = this.#pool.take()) this.#execute(next);
  }

  /** Takes the newest blocks back; what was in them waits in the pool again, unless the nodes forgot it. */
  reorganise(blocks: number, kept: 'kept' | 'forgotten' = 'kept'): void {
    const at = Math.max(0, this.#before.length - blocks);
    const then = this.#before[at];
    if (then !== undefined) this.#goBack(at, then, kept);
  }

  /** Keeps the present; what is given takes the chain back to it, as {@link reorganise} does, once. */
  mark(): (kept?: 'kept' | 'forgotten') => void {
    const [at, then] = [this.#before.length, structuredClone(this.#now)];
    return (kept = 'kept') => this.#goBack(at, then, kept);
  }

  #goBack(height: number, then: Ledger, kept: 'kept' | 'forgotten'): void {
    this.#before.splice(height);
    const gone = [...this.#now.mined.keys()].filter((tx) => !then.mined.has(tx));
    this.#now = then;
    this.#pool.putBack(gone);
    if (kept === 'forgotten') this.#pool.forget();
  }

  activate(): void {
    this.#now.active = this.#now.posted.length;
  }

  // What researchers do.

  deposit(researcher: string, signer: string, salt: string, amount: bigint): void {
    const id = channelId(researcher, signer, salt);
    const open = channelIn(this.#now, id);
    this.#now.channels.set(id, { ...open, deposit: (open.deposit + amount) as TokenUnits });
  }

  /** `exitAt`: seconds since 1970. */
  requestExit(id: string, exitAt?: number): void {
    this.#now.channels.set(id, { ...channelIn(this.#now, id), exiting: true, exitAt });
  }

  /** What is not spent goes back to the researcher. */
  exit(id: string): void {
    const { deposit, spent } = channelIn(this.#now, id);
    const { takenOut } = this.#now;
    takenOut.set(id, (takenOut.get(id) ?? 0n) + deposit - spent);
    this.#now.channels.set(id, { deposit: spent, spent, exiting: false });
  }

  cancelExit(id: string): void {
    this.#now.channels.set(id, { ...channelIn(this.#now, id), exiting: false, exitAt: undefined });
  }

  // What payees do.

  /** Throws {@link ChainRefused} as the hub would. */
  claim(claims: readonly Claim[]): void {
    const call = { kind: 'claims', claims } as const;
    check(this.#now, call, this);
    act(this.#now, call, { tx: this.#transaction(), block: this.#before.length, hub: this });
  }

  // What the coordinator sees.

  async channel(id: string): Promise<ChannelState> {
    this.#answer();
    return channelIn(this.#now, id);
  }

  async takenOut(id: string): Promise<bigint> {
    this.#answer();
    return this.#now.takenOut.get(id) ?? 0n;
  }

  async book(): Promise<HubBook> {
    this.#answer();
    const { earned, paid, posted } = this.#now;
    return {
      ...{ earned: earned as TokenUnits, paid: paid as TokenUnits },
      ...{ epoch: posted.length, root: posted.at(-1)?.root ?? NO_ROOT },
    };
  }

  async postedBy(number: number, root: string): Promise<Posting | null> {
    this.#answer();
    const posted = this.#now.posted[number - 1];
    return posted?.root === root ? { tx: posted.tx, depth: this.#depth(posted.block) } : null;
  }

  async isActive(): Promise<boolean> {
    this.#answer();
    if (!this.delays) this.activate();
    return this.#now.active === this.#now.posted.length;
  }

  async claimed(indexes: readonly number[]): Promise<TokenUnits[]> {
    this.#answer();
    return indexes.map((index) => (this.#now.claimed.get(index) ?? 0n) as TokenUnits);
  }

  async gasFor(call: HubCall): Promise<Gas> {
    this.#answer();
    check(this.#now, call, this);
    return { gas: gasOf(call), price: this.gasPrice };
  }

  async prepare(call: HubCall, most: bigint | null, instead?: Prepared): Promise<Offer> {
    return this.#pool.prepare(call, { gas: await this.gasFor(call), most, instead });
  }

  async prepareRelay(claim: Claim, terms: RelayTerms, instead?: Prepared): Promise<Offer> {
    this.#answer();
    const call = { kind: 'relay', claim, terms } as const;
    check(this.#now, call, this);
    const gas = { gas: RELAY_GAS, price: this.gasPrice };
    return this.#pool.prepare(call, { gas, most: null, instead });
  }

  async reprice(sent: Prepared, most: bigint | null): Promise<Repriced> {
    this.#answer();
    return this.#pool.reprice(sent, most);
  }

  async vacate(sent: Prepared, most: bigint): Promise<Offer> {
    this.#answer();
    return this.#pool.vacate(sent, most);
  }

  async sendPrepared({ raw }: Prepared): Promise<void> {
    this.#answer();
    if (this.#pool.send(raw) && this.mines) this.mine();
  }

  async fateOf({ tx, nonce }: Prepared): Promise<Fate> {
    this.#answer();
    const mined = this.#now.mined.get(tx);
    if (mined !== undefined)
      return mined.isFailed ? { kind: 'failed' } : { kind: 'mined', depth: this.#depth(mined.block) };
    if (this.#now.nonce > nonce) return { kind: 'lost' };
    return this.#pool.nextNonce() < nonce ? { kind: 'waiting', hasGap: true } : { kind: 'waiting' };
  }

  #depth(block: number): number {
    return this.#before.length - block;
  }

  #execute({ tx, call }: Signed): void {
    this.#now.nonce++;
    this.sent[call.kind]++;
    const block = this.#before.length;
    try {
      check(this.#now, call, this);
      act(this.#now, call, { tx, block, hub: this });
      this.#now.mined.set(tx, { block, isFailed: false });
    } catch (error) {
      if (!(error instanceof ChainRefused)) throw error;
      this.#now.mined.set(tx, { block, isFailed: true });
    }
  }

  async balanceOf(account: string): Promise<bigint> {
    this.#answer();
    return this.#now.balances.get(account) ?? 0n;
  }

  close(): void {}

  #transaction(): string {
    return `0x${(++this.#transactions).toString(16).padStart(64, '0')}`;
  }

  #answer(): void {
    if (this.failure) throw this.failure;
  }
}
