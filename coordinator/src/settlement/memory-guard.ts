import {
  fromHex,
  hubDomain,
  PAYEE_RECEIPT,
  recoverTyped,
  signTyped,
  type TokenUnits,
  verifySumProof,
} from '@manyhands/protocol';
import { type Chain, ChainRefused, type Claim } from './chain.ts';
import type {
  Answer,
  Answered,
  Bond,
  Cancellation,
  ChainGuard,
  OpenDemand,
  ReceiptTerms,
} from './chain-guard.ts';
import { demandKey } from './demands.ts';
import type { GuardBook } from './memory-hub.ts';

/** What the guard needs of the chain in memory. */
export interface MemoryHub {
  readonly chain: Chain;
  readonly operatorKey: Uint8Array | undefined;
  /** Throws while the chain is away. */
  answer(): void;
  transaction(): string;
  /** As of the newest block. */
  book(): GuardBook;
  roots(): { readonly epoch: number; readonly pending: string | null; readonly active: string };
  /** What was claimed at an index. */
  had(index: number): bigint;
  pay(account: string, amount: bigint): void;
  /** Puts the active root in the place of the pending one. */
  cancel(): void;
}

const STAKE = 1_000_000_000n;
const DELAY_SECONDS = 600;

/** The rules of PayeeGuard.sol in memory. Its time passes only in {@link pass}. */
export class MemoryGuard implements ChainGuard {
  readonly #hub: MemoryHub;
  #now = 0;

  constructor(hub: MemoryHub) {
    this.#hub = hub;
  }

  get #book(): GuardBook {
    return this.#hub.book();
  }

  // What others do.

  pass(seconds: number): void {
    this.#now += seconds;
  }

  addBond(amount: bigint): void {
    const { bond } = this.#book;
    this.#book.bond = { ...bond, amount: (bond.amount + amount) as TokenUnits };
  }

  demandLeaf(was: Claim, challenger: string): void {
    const { active } = this.#pending();
    if (!verifySumProof(fromHex(active), was)) throw new ChainRefused('ProofInvalid');
    this.#demand(was, challenger);
  }

  demandReceipt({ signature, ...terms }: ReceiptTerms & { signature: string }, challenger: string): void {
    const { epoch } = this.#pending();
    if (recoverTyped(this.#domain(), PAYEE_RECEIPT, typed(terms), signature) !== this.#hub.chain.operator)
      throw new ChainRefused('ReceiptForged');
    const had = this.#hub.had(terms.index);
    if (terms.dueEpoch > epoch && had === 0n) throw new ChainRefused('ReceiptNotDue');
    const isPaid = terms.dueEpoch > epoch && had < terms.cumulative;
    this.#demand(isPaid ? { ...terms, cumulative: had as TokenUnits } : terms, challenger);
  }

  cancelRoot(was: Claim, now: Claim, challenger: string): void {
    const { active, pending } = this.#pending();
    if (!verifySumProof(fromHex(active), was) || !verifySumProof(fromHex(pending), now))
      throw new ChainRefused('ProofInvalid');
    if (now.account === was.account && now.cumulative >= was.cumulative)
      throw new ChainRefused('NothingTaken');
    this.#cancel(challenger);
  }

  closeDemand(demand: Pick<OpenDemand, 'index' | 'account' | 'cumulative'>): void {
    const asked = this.#book.demands.get(demandKey(demand));
    if (asked === undefined) throw new ChainRefused('NothingDemanded');
    const { epoch, pending } = this.#hub.roots();
    const waits = pending !== null && asked.epoch === epoch;
    if (waits && this.#now <= asked.answerBy) throw new ChainRefused('AnswerOpen');
    this.#book.demands.delete(demandKey(demand));
    if (waits) this.#cancel(asked.challenger);
    this.#hub.pay(asked.challenger, STAKE);
  }

  // What the operator sees.

  async activationDelay(): Promise<number> {
    this.#hub.answer();
    return DELAY_SECONDS;
  }

  async bond(): Promise<Bond> {
    this.#hub.answer();
    return this.#book.bond;
  }

  async demands(): Promise<OpenDemand[]> {
    this.#hub.answer();
    const { epoch, pending } = this.#hub.roots();
    if (pending === null) return [];
    return [...this.#book.demands.values()]
      .filter((demand) => demand.epoch === epoch)
      .map(({ index, account, cumulative, answerBy }) => ({ index, account, cumulative, answerBy }))
      .sort((a, b) => a.answerBy - b.answerBy);
  }

  async answer(answers: readonly Answer[]): Promise<Answered[]> {
    this.#hub.answer();
    return answers.map((each) => {
      const why = this.#answerOne(each);
      return why === null ? { tx: this.#hub.transaction() } : { why };
    });
  }

  async cancelled(number: number, root: string): Promise<Cancellation | null> {
    this.#hub.answer();
    return this.#book.cancelled.get(`${number} ${root}`) ?? null;
  }

  signReceipt(terms: ReceiptTerms): string {
    if (this.#hub.operatorKey === undefined)
      throw new Error('this chain was made without its operator’s key');
    return signTyped(this.#hub.operatorKey, this.#domain(), PAYEE_RECEIPT, typed(terms));
  }

  /** Null, or why the hub refuses it. */
  #answerOne({ claim, demanded }: Answer): string | null {
    const { epoch, pending } = this.#hub.roots();
    if (pending === null) return 'RootNotPending';
    const key = demandKey({ ...claim, cumulative: demanded });
    if (this.#book.demands.get(key)?.epoch !== epoch) return 'NothingDemanded';
    if (!verifySumProof(fromHex(pending), claim) || claim.cumulative < demanded) return 'ProofInvalid';
    this.#book.demands.delete(key);
    this.#hub.pay(this.#hub.chain.operator, STAKE);
    return null;
  }

  #domain() {
    return hubDomain(this.#hub.chain.chainId, this.#hub.chain.hub);
  }

  #pending() {
    const { pending, ...rest } = this.#hub.roots();
    if (pending === null) throw new ChainRefused('RootNotPending');
    return { pending, ...rest };
  }

  #demand({ index, account, cumulative }: Omit<OpenDemand, 'answerBy'>, challenger: string): void {
    const demand = { index, account, cumulative };
    if (this.#book.demands.has(demandKey(demand))) throw new ChainRefused('DemandOpen');
    const { epoch } = this.#hub.roots();
    this.#book.demands.set(demandKey(demand), {
      ...demand,
      epoch,
      challenger,
      answerBy: this.#now + DELAY_SECONDS,
    });
  }

  #cancel(challenger: string): void {
    const { epoch, pending } = this.#pending();
    const lostBond = this.#book.bond.amount;
    this.#book.cancelled.set(`${epoch} ${pending}`, { challenger, lostBond });
    this.#hub.cancel();
    this.#book.bond = { amount: 0n as TokenUnits, exitAt: null };
    this.#hub.pay(challenger, lostBond / 2n);
  }
}

const typed = ({ index, account, cumulative, dueEpoch }: ReceiptTerms) => ({
  index: BigInt(index),
  account,
  cumulative: cumulative as bigint,
  dueEpoch: BigInt(dueEpoch),
});
