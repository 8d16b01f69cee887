import { KnownError, LEDGER_UNITS_PER_TOKEN_UNIT, type Payee } from '@manyhands/protocol';
import type { FileBlobs } from '../blobs/blobs.ts';
import type { Db } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { findPostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { readLeaves } from '../db/settlement/read-leaves.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import { payFor } from '../domain/pay.ts';
import { earnedBy } from '../ledger/ledger.ts';
import type { Chain, RelayTerms } from '../settlement/chain.ts';
import { type PayeeProof, proofFor } from '../settlement/claims.ts';
import { Guard } from '../settlement/guard.ts';
import { GuardLoop } from '../settlement/guard-loop.ts';
import { type GasTerms, quoteRelay } from '../settlement/quote.ts';
import { Receipts } from '../settlement/receipts.ts';
import { askRelay, relayClaims } from '../settlement/relay.ts';
import { type Settlement, type SettlementPorts, settleEpoch, type Turns } from '../settlement/settle.ts';
import type { Checked } from '../settlement/verify/finding.ts';
import { type Verified, verifyLedger } from '../settlement/verify/verify.ts';
import { acceptVoucher, type OfferedVoucher } from '../settlement/vouchers.ts';
import type { ChannelKey, Treasury } from './desk.ts';
import { heldBy } from './held.ts';

export interface PaymentPorts {
  readonly db: Db;
  readonly blobs: FileBlobs;
  readonly chain: Chain;
  trouble(what: string, cause: unknown): void;
}

/** What is told to clients and kept to. */
export interface PaymentTerms {
  readonly rpcUrl: string;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
  /** Seconds between epochs; null: only when asked to settle. */
  readonly epochSeconds: number | null;
  /** What gas costs; nothing if absent: on a development chain. */
  readonly gas?: GasTerms;
  /** Token units that the operator means to keep as its bond; it is told when there is less. */
  readonly leastBond?: bigint;
}

const FREE_GAS: GasTerms = { coinPrice: 0n, confirmations: 0 };
/** How often it is asked whether a relayed claim is to be moved on. */
const RELAY_MILLISECONDS = 1_000;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Vouchers in, epochs out: the settlement as the coordinator's edge uses it. Amounts are token units. */
export class Payments implements Treasury {
  readonly feePpm: number;
  readonly #terms: PaymentTerms;
  readonly #ports: PaymentPorts;
  readonly #gas: GasTerms;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #receipts: Receipts;
  readonly #guard: Guard;
  readonly #guardLoop: GuardLoop;
  readonly #closing = new AbortController();
  #isRelaying = false;
  /** What is sent to the chain goes one after the other: epochs, answers to demands, and claims on terms. */
  #last: Promise<unknown> = Promise.resolve();
  /** Epochs, one after the other; between its turns one waits until its root is active. */
  #settling: Promise<unknown> = Promise.resolve();
  #isSettlingInTime = false;

  constructor(terms: PaymentTerms, ports: PaymentPorts) {
    this.#terms = terms;
    this.#ports = ports;
    this.feePpm = terms.feePpm;
    this.#gas = terms.gas ?? FREE_GAS;
    this.#receipts = new Receipts(ports);
    this.#guard = new Guard(this.#settlementPorts());
    this.#guardLoop = new GuardLoop({
      ...{ chain: ports.chain, guard: this.#guard, leastBond: terms.leastBond ?? 0n },
      inTurn: this.#inTurn,
      report: this.#report,
      trouble: ports.trouble,
    });
    this.#timers = [
      setInterval(() => this.#relayInTime(), RELAY_MILLISECONDS),
      ...(terms.epochSeconds === null
        ? []
        : [setInterval(() => this.#settleInTime(), terms.epochSeconds * 1000)]),
    ];
  }

  async depositOf(channel: string): Promise<bigint> {
    const { deposit, exiting } = await this.#ports.chain.channel(channel);
    if (deposit === 0n)
      throw new KnownError('CHANNEL_UNKNOWN', `nobody deposited into channel ${channel}: deposit first`);
    if (exiting)
      throw new KnownError(
        'VOUCHER_UNCOVERED',
        `channel ${channel} is being withdrawn: cancel its exit first`,
      );
    return deposit;
  }

  /** Where payments go, as told to clients. */
  async facts() {
    const { chain, db } = this.#ports;
    const posted = await findPostedEpoch(db);
    return {
      chainId: Number(chain.chainId),
      rpcUrl: this.#terms.rpcUrl,
      hub: chain.hub,
      token: chain.token,
      operator: chain.operator as string,
      feePpm: this.feePpm,
      settled: posted && { epoch: posted.number, tx: posted.tx, total: String(posted.total) },
      bond: this.#bondFacts(),
      demands: this.#guard.state,
    };
  }

  #bondFacts() {
    const { bond } = this.#guardLoop;
    return bond && { amount: String(bond.amount), exitAt: bond.exitAt };
  }

  /** Throws VOUCHER_FORGED, VOUCHER_STALE, VOUCHER_UNCOVERED or CHANNEL_UNKNOWN [VO1]. */
  accept({ channel, ...voucher }: { channel: ChannelKey } & Omit<OfferedVoucher, keyof ChannelKey>) {
    return acceptVoucher(this.#ports.db, this.#ports.chain, { ...channel, ...voucher });
  }

  /** What a payee earned for good, has on hold, is rooted and was claimed; null where the chain does not answer. */
  async balanceOf(address: string) {
    const { db, chain } = this.#ports;
    await foldTallies(db);
    const leaf = (await readLeaves(db)).find((each) => each.account === address);
    const claimed = leaf === undefined ? [0n] : await chain.claimed([leaf.index]).catch(() => [null]);
    return {
      earned: await earnedBy(db, address),
      held: await this.#heldBy(address),
      rooted: leaf?.cumulative ?? 0n,
      claimed: claimed[0],
    };
  }

  /** How a channel stands beside what the ledger charged it, in token units; null where the chain does not answer. */
  async channelStanding(channel: string) {
    const vouchered = await readVouchered(this.#ports.db, channel);
    const onChain = await this.#ports.chain.channel(channel).catch(() => null);
    return {
      vouchered: String(vouchered),
      redeemed: onChain && String(onChain.spent),
      deposit: onChain && String(onChain.deposit),
      exiting: onChain === null ? null : onChain.exiting,
    };
  }

  /** How a payee stands beside what the ledger gave it, in token units. */
  async payeeStanding(address: string) {
    const { earned, rooted, claimed } = await this.balanceOf(address);
    return {
      earned: String(earned),
      rooted: String(rooted),
      claimed: claimed === null ? null : String(claimed),
    };
  }

  /** The operator's leaf has what no other leaf has: its balance, and what roundings leave. */
  async operatorStanding() {
    const { rooted, claimed } = await this.payeeStanding(this.#ports.chain.operator);
    return { address: this.#ports.chain.operator as string, rooted, claimed };
  }

  async #heldBy(address: string): Promise<bigint> {
    let held = 0n;
    for (const { price, fuel, site } of await heldBy(this.#ports.db, address)) {
      const { entries } = payFor(price, [{ fuel, payee: address, site, kind: 'work' }], 0n);
      for (const entry of entries) if (entry.kind === 'work') held += entry.amount;
    }
    return held / LEDGER_UNITS_PER_TOKEN_UNIT;
  }

  /** Recomputes all books, those of the hub too; what it says as it goes. Throws CHAIN_UNREACHABLE. */
  verify(): AsyncGenerator<Checked | Verified> {
    const { db, blobs, chain } = this.#ports;
    return verifyLedger({ db, archive: blobs, chain });
  }

  /** Throws PAYEE_UNROOTED while no posted root names this payee. */
  async proofFor(address: string): Promise<PayeeProof> {
    const proof = await proofFor(this.#ports.db, address);
    if (proof === null)
      throw new KnownError(
        'PAYEE_UNROOTED',
        `no settled epoch names ${address} yet; ask again after the next one`,
      );
    return proof;
  }

  /** The operator's signed word on what this payee has. Throws RECEIPT_UNCOVERED. */
  receiptOf(payee: Payee) {
    return this.#receipts.of(payee);
  }

  /** The vouchers that the next epoch would redeem, packed as the hub takes them. */
  dueVouchers(): Promise<Uint8Array> {
    return this.#receipts.dueVouchers();
  }

  /** What a claim by the relayer would bring this payee now. */
  quoteRelay(payee: Payee) {
    return quoteRelay({ ...this.#ports, gas: this.#gas }, payee, nowSeconds());
  }

  /** Takes signed terms, and tells how things stand then. */
  async askRelay(terms: RelayTerms) {
    await askRelay(this.#relayPorts(), terms, nowSeconds());
    return this.quoteRelay(terms.payee);
  }

  #relayPorts() {
    const { db, chain } = this.#ports;
    return { db, chain, gas: this.#gas, report: this.#report };
  }

  readonly #report = (what: string): void => this.#ports.trouble(what, undefined);

  #settlementPorts(): SettlementPorts {
    const { db, blobs, chain } = this.#ports;
    const sponsoring = { coinPrice: this.#gas.coinPrice, feePpm: this.feePpm };
    return { db, chain, archive: blobs, sponsoring, report: this.#report };
  }

  /** One epoch and the claims that the operator pays for; null when there is nothing new. Waits for what is under way. */
  settle(): Promise<Settlement | null> {
    const settled = this.#settling
      .catch(() => undefined)
      .then(() => settleEpoch(this.#settlementPorts(), this.#inTurn, this.#closing.signal));
    this.#settling = settled;
    return settled;
  }

  readonly #inTurn: Turns = (act) => {
    const turn = this.#last.catch(() => undefined).then(act);
    this.#last = turn;
    return turn;
  };

  #relayInTime(): void {
    if (this.#isRelaying) return;
    this.#isRelaying = true;
    this.#inTurn(() => relayClaims(this.#relayPorts(), nowSeconds()))
      .catch((cause) => this.#ports.trouble('claims could not be moved on', cause))
      .finally(() => {
        this.#isRelaying = false;
      });
  }

  #settleInTime(): void {
    // A root may wait longer to become active than a period lasts.
    if (this.#isSettlingInTime) return;
    this.#isSettlingInTime = true;
    this.settle()
      .catch((cause) => {
        if (!this.#closing.signal.aborted) this.#ports.trouble('an epoch could not be settled', cause);
      })
      .finally(() => {
        this.#isSettlingInTime = false;
      });
  }

  /** Settles no more, and lets what was sent finish. What waits until a root is active is done by whoever comes next. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#guardLoop.stop();
    this.#closing.abort();
    await this.#settling.catch(() => undefined);
    await this.#last.catch(() => undefined);
    this.#ports.chain.close();
  }
}
