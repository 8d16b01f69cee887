import {
  channelId,
  fromHex,
  hubDomain,
  type Payee,
  recoverTyped,
  type TokenUnits,
  VOUCHER,
  verifySumProof,
  wordSum,
} from '@manyhands/protocol';
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
import { MemoryGuard } from './memory-guard.ts';
import { signerOfTerms } from './relay-terms.ts';

interface Posted {
  readonly root: string;
  readonly tx: string;
}

const NO_CHANNEL: ChannelState = { deposit: 0n as TokenUnits, spent: 0n as TokenUnits, exiting: false };
const NO_ROOT = `0x${'0'.repeat(64)}`;

/** The hub's rules in memory: for tests and simulations. Time passes only in {@link untilActive}. */
export class MemoryChain implements Chain {
  readonly chainId = 31_337n;
  readonly hub = `0x${'11'.repeat(20)}`;
  readonly token = `0x${'22'.repeat(20)}`;
  readonly operator: Payee;
  readonly guard: MemoryGuard;
  /** Makes every call fail, as when the chain is away. */
  failure: Error | null = null;
  /** How often each transaction was sent. */
  readonly sent = { settle: 0, claimMany: 0 };
  /** Wei for a unit of gas. */
  gasPrice = 10n ** 9n;
  /** The operator's, in wei. */
  coins = 10n ** 21n;
  readonly #prepared = new Map<string, { readonly claim: Claim; readonly terms: RelayTerms; fate: Fate }>();
  readonly #channels = new Map<string, ChannelState>();
  readonly #posted: Posted[] = [];
  readonly #claimed = new Map<number, bigint>();
  readonly #balances = new Map<string, bigint>();
  #earned = 0n;
  #paid = 0n;
  #active = 0;
  #transactions = 0;

  /** `operatorKey` signs receipts, where a test needs them. */
  constructor(operator: Payee, operatorKey?: Uint8Array) {
    this.operator = operator;
    this.guard = new MemoryGuard({
      chain: this,
      operatorKey,
      answer: () => this.#answer(),
      transaction: () => this.#transaction(),
      roots: () => ({
        epoch: this.#posted.length,
        pending: this.#active < this.#posted.length ? this.#root(this.#posted.length) : null,
        active: this.#root(this.#active),
      }),
      had: (index) => this.#claimed.get(index) ?? 0n,
      pay: (account, amount) => this.#credit(account, amount),
      cancel: () => {
        this.#posted[this.#posted.length - 1] = { root: this.#root(this.#active), tx: this.#transaction() };
        this.#active = this.#posted.length;
      },
    });
  }

  // What researchers do.

  deposit(researcher: string, signer: string, salt: string, amount: bigint): void {
    const id = channelId(researcher, signer, salt);
    const open = this.#channels.get(id) ?? NO_CHANNEL;
    this.#channels.set(id, { ...open, deposit: (open.deposit + amount) as TokenUnits });
  }

  requestExit(id: string): void {
    this.#channels.set(id, { ...(this.#channels.get(id) ?? NO_CHANNEL), exiting: true });
  }

  cancelExit(id: string): void {
    this.#channels.set(id, { ...(this.#channels.get(id) ?? NO_CHANNEL), exiting: false });
  }

  // What the coordinator sees.

  async channel(id: string): Promise<ChannelState> {
    this.#answer();
    return this.#channels.get(id) ?? NO_CHANNEL;
  }

  async book(): Promise<HubBook> {
    this.#answer();
    return {
      earned: this.#earned as TokenUnits,
      paid: this.#paid as TokenUnits,
      epoch: this.#posted.length,
      root: this.#root(this.#posted.length),
    };
  }

  async settle(epoch: EpochCall): Promise<string> {
    this.#answer();
    this.sent.settle++;
    if (epoch.number !== this.#posted.length + 1) throw new ChainRefused('WrongEpoch');
    if (this.#active < this.#posted.length) throw new ChainRefused('RootPending');
    const earned = this.#earned + epoch.vouchers.reduce((sum, voucher) => sum + this.#worth(voucher), 0n);
    const sum = wordSum(fromHex(epoch.root));
    if (sum > earned) throw new ChainRefused('RootAboveEarned');
    if (sum < wordSum(fromHex(this.#root(this.#posted.length)))) throw new ChainRefused('RootBelowPrevious');
    for (const voucher of epoch.vouchers) this.#redeem(voucher);
    const tx = this.#transaction();
    this.#posted.push({ root: epoch.root, tx });
    return tx;
  }

  async postedBy(number: number, root: string): Promise<string | null> {
    this.#answer();
    const posted = this.#posted[number - 1];
    return posted?.root === root ? posted.tx : null;
  }

  async untilActive(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#answer();
    this.#active = this.#posted.length;
  }

  async claimed(indexes: readonly number[]): Promise<TokenUnits[]> {
    this.#answer();
    return indexes.map((index) => (this.#claimed.get(index) ?? 0n) as TokenUnits);
  }

  async claimMany(claims: readonly Claim[]): Promise<string> {
    this.#answer();
    this.sent.claimMany++;
    const root = fromHex(this.#root(this.#active));
    if (!claims.every((claim) => verifySumProof(root, claim))) throw new ChainRefused('ProofInvalid');
    for (const { index, account, cumulative } of claims) {
      const amount = cumulative - (this.#claimed.get(index) ?? 0n);
      if (amount <= 0n) continue;
      this.#claimed.set(index, cumulative);
      this.#paid += amount;
      this.#credit(account, amount);
    }
    if (this.#paid > wordSum(root)) throw new ChainRefused('RootOverdrawn');
    return this.#transaction();
  }

  async claimGas(claims: readonly Claim[]): Promise<Gas> {
    this.#answer();
    const root = fromHex(this.#root(this.#active));
    if (!claims.every((claim) => verifySumProof(root, claim))) throw new ChainRefused('ProofInvalid');
    return { gas: 21_000n + 35_000n * BigInt(claims.length), price: this.gasPrice };
  }

  async prepareRelay(claim: Claim, terms: RelayTerms): Promise<Prepared & { readonly gas: Gas }> {
    this.#answer();
    this.#checkRelay(claim, terms);
    const gas = { gas: 120_000n, price: this.gasPrice };
    if (this.coins < gas.gas * gas.price) throw new ChainRefused(RELAYER_UNFUNDED);
    const tx = this.#transaction();
    this.#prepared.set(tx, { claim, terms, fate: { kind: 'waiting' } });
    return { tx, raw: tx, nonce: this.#transactions, gas };
  }

  async sendPrepared({ raw }: Prepared): Promise<void> {
    this.#answer();
    const prepared = this.#prepared.get(raw);
    if (prepared?.fate.kind !== 'waiting') return;
    const { claim, terms } = prepared;
    try {
      this.#checkRelay(claim, terms);
    } catch {
      prepared.fate = { kind: 'failed' };
      return;
    }
    const amount = claim.cumulative - terms.claimed;
    this.#claimed.set(claim.index, claim.cumulative);
    this.#paid += amount;
    for (const [to, share] of [
      [this.operator, terms.fee],
      [claim.account, amount - terms.fee],
    ] as const)
      this.#credit(to, share);
    prepared.fate = { kind: 'mined', depth: 0 };
  }

  async fateOf({ tx }: Prepared): Promise<Fate> {
    this.#answer();
    return this.#prepared.get(tx)?.fate ?? { kind: 'lost' };
  }

  #checkRelay(claim: Claim, terms: RelayTerms): void {
    const claimed = this.#claimed.get(claim.index) ?? 0n;
    if (claimed !== terms.claimed) throw new ChainRefused('RelayStale');
    if (signerOfTerms(this, terms) !== claim.account) throw new ChainRefused('RelayForged');
    if (!verifySumProof(fromHex(this.#root(this.#active)), claim)) throw new ChainRefused('ProofInvalid');
    if (claim.cumulative - claimed < terms.fee + terms.least) throw new ChainRefused('RelayTooSmall');
  }

  async balanceOf(account: string): Promise<bigint> {
    this.#answer();
    return this.#balances.get(account) ?? 0n;
  }

  close(): void {}

  #root(epoch: number): string {
    return this.#posted[epoch - 1]?.root ?? NO_ROOT;
  }

  #credit(account: string, amount: bigint): void {
    this.#balances.set(account, (this.#balances.get(account) ?? 0n) + amount);
  }

  #answer(): void {
    if (this.failure) throw this.failure;
  }

  #transaction(): string {
    return `0x${(++this.#transactions).toString(16).padStart(64, '0')}`;
  }

  /** What redeeming adds; throws VoucherForged where the hub would. */
  #worth(voucher: EpochCall['vouchers'][number]): bigint {
    const id = channelId(voucher.researcher, voucher.signer, voucher.salt);
    const { deposit, spent } = this.#channels.get(id) ?? NO_CHANNEL;
    const amount = (voucher.cumulative < deposit ? voucher.cumulative : deposit) - spent;
    if (amount <= 0n) return 0n;
    const promise = { channel: id, cumulative: voucher.cumulative as bigint };
    const by = recoverTyped(hubDomain(this.chainId, this.hub), VOUCHER, promise, voucher.signature);
    if (by !== voucher.signer.toLowerCase()) throw new ChainRefused('VoucherForged');
    return amount;
  }

  #redeem(voucher: EpochCall['vouchers'][number]): void {
    const amount = this.#worth(voucher);
    const id = channelId(voucher.researcher, voucher.signer, voucher.salt);
    const open = this.#channels.get(id) ?? NO_CHANNEL;
    this.#channels.set(id, { ...open, spent: (open.spent + amount) as TokenUnits });
    this.#earned += amount;
  }
}
