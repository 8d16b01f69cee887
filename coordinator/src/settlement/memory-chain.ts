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
import { signerOfTerms } from './relay-terms.ts';

interface Posted {
  readonly root: string;
  /** What its transaction posted; another root stands in its place once it is cancelled. */
  readonly said: string;
  readonly tx: string;
}

const NO_CHANNEL: ChannelState = { deposit: 0n as TokenUnits, spent: 0n as TokenUnits, exiting: false };
const MOST_SIGNERS = 20_000;
const signers = new Map<string, string | null>();
const NO_ROOT = `0x${'0'.repeat(64)}`;

function restore<K, V>(map: Map<K, V>, to: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of to) map.set(key, value);
}

/** The hub's rules in memory: for tests and simulations. Time passes only in {@link untilActive}. */
export class MemoryChain implements Chain {
  readonly chainId = 31_337n;
  readonly hub = `0x${'11'.repeat(20)}`;
  readonly token = `0x${'22'.repeat(20)}`;
  readonly operator: Payee;
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

  constructor(operator: Payee) {
    this.operator = operator;
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

  /** Ends an exit whose window is over; gives what was not spent. */
  exit(id: string): bigint {
    const { deposit, spent } = this.#channels.get(id) ?? NO_CHANNEL;
    this.#channels.set(id, { deposit: spent, spent, exiting: false });
    return deposit - spent;
  }

  // What chains do.

  /** Keeps the present; what is given takes the chain back to it, as a reorganisation does. */
  mark(): () => void {
    const [channels, posted, claimed, balances] = [
      new Map(this.#channels),
      [...this.#posted],
      new Map(this.#claimed),
      new Map(this.#balances),
    ];
    const fates = new Map([...this.#prepared].map(([tx, { fate }]) => [tx, fate]));
    const [earned, paid, active] = [this.#earned, this.#paid, this.#active];
    return () => {
      restore(this.#channels, channels);
      restore(this.#claimed, claimed);
      restore(this.#balances, balances);
      this.#posted.splice(0, this.#posted.length, ...posted);
      // What was signed since can still be mined.
      for (const [tx, prepared] of this.#prepared) prepared.fate = fates.get(tx) ?? { kind: 'waiting' };
      [this.#earned, this.#paid, this.#active] = [earned, paid, active];
    };
  }

  /** A payee's guard has the pending root cancelled: the one before stands in its place, and the epoch is used up. */
  cancelRoot(): void {
    if (this.#active === this.#posted.length) throw new ChainRefused('RootNotPending');
    const before = this.#posted.at(-2)?.root ?? NO_ROOT;
    this.#posted.push({ ...(this.#posted.pop() as Posted), root: before });
    this.#active = this.#posted.length;
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
      root: this.#posted.at(-1)?.root ?? NO_ROOT,
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
    if (sum < wordSum(fromHex(this.#posted.at(-1)?.root ?? NO_ROOT)))
      throw new ChainRefused('RootBelowPrevious');
    for (const voucher of epoch.vouchers) this.#redeem(voucher);
    const tx = this.#transaction();
    this.#posted.push({ root: epoch.root, said: epoch.root, tx });
    return tx;
  }

  async postedBy(number: number, root: string): Promise<string | null> {
    this.#answer();
    const posted = this.#posted[number - 1];
    return posted?.said === root ? posted.tx : null;
  }

  async untilActive(): Promise<void> {
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
    const root = fromHex(this.#posted[this.#active - 1]?.root ?? NO_ROOT);
    if (!claims.every((claim) => verifySumProof(root, claim))) throw new ChainRefused('ProofInvalid');
    const back = this.mark();
    for (const { index, account, cumulative } of claims) {
      const amount = cumulative - (this.#claimed.get(index) ?? 0n);
      if (amount <= 0n) continue;
      this.#claimed.set(index, cumulative);
      this.#paid += amount;
      this.#balances.set(account, (this.#balances.get(account) ?? 0n) + amount);
    }
    if (this.#paid > wordSum(root)) {
      back();
      throw new ChainRefused('RootOverdrawn');
    }
    return this.#transaction();
  }

  async claimGas(claims: readonly Claim[]): Promise<Gas> {
    this.#answer();
    const root = fromHex(this.#posted[this.#active - 1]?.root ?? NO_ROOT);
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
      this.#balances.set(to, (this.#balances.get(to) ?? 0n) + share);
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
    if (!verifySumProof(fromHex(this.#posted[this.#active - 1]?.root ?? NO_ROOT), claim))
      throw new ChainRefused('ProofInvalid');
    if (claim.cumulative - claimed < terms.fee + terms.least) throw new ChainRefused('RelayTooSmall');
  }

  async balanceOf(account: string): Promise<bigint> {
    this.#answer();
    return this.#balances.get(account) ?? 0n;
  }

  close(): void {}

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
    if (this.#signerOf(id, voucher) !== voucher.signer.toLowerCase()) throw new ChainRefused('VoucherForged');
    return amount;
  }

  /** Remembered over all chains in memory: a fuzzer redeems the same few vouchers a hundred thousand times. */
  #signerOf(channel: string, { cumulative, signature }: EpochCall['vouchers'][number]): string | null {
    const name = `${channel} ${cumulative} ${signature}`;
    const known = signers.get(name);
    if (known !== undefined) return known;
    const promise = { channel, cumulative: cumulative as bigint };
    const signer = recoverTyped(hubDomain(this.chainId, this.hub), VOUCHER, promise, signature);
    if (signers.size >= MOST_SIGNERS) signers.clear();
    signers.set(name, signer);
    return signer;
  }

  #redeem(voucher: EpochCall['vouchers'][number]): void {
    const amount = this.#worth(voucher);
    const id = channelId(voucher.researcher, voucher.signer, voucher.salt);
    const open = this.#channels.get(id) ?? NO_CHANNEL;
    this.#channels.set(id, { ...open, spent: (open.spent + amount) as TokenUnits });
    this.#earned += amount;
  }
}
