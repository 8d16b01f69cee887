import { randomBytes } from 'node:crypto';
import { KnownError, type Payee } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findPostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { listEpochs } from '../db/settlement/list-epochs.ts';
import { WORK_WINDOWS } from '../domain/work-window.ts';
import type { Chain, RelayTerms } from '../settlement/chain.ts';
import { Guard } from '../settlement/guard.ts';
import { GuardLoop } from '../settlement/guard-loop.ts';
import { makeGood } from '../settlement/make-good.ts';
import { type PayeeProof, proofFor } from '../settlement/payee-proof.ts';
import { clearWay } from '../settlement/places.ts';
import { AT_ONCE, type LeafArchive, nameOf } from '../settlement/ports.ts';
import { type GasTerms, quoteRelay } from '../settlement/quote.ts';
import { Receipts } from '../settlement/receipts.ts';
import { askRelay, relayClaims } from '../settlement/relay.ts';
import { Reports } from '../settlement/reports.ts';
import { Rounds } from '../settlement/rounds.ts';
import {
  lead,
  leadOn,
  type Settlement,
  type SettlementPorts,
  type SettlementTerms,
  settleEpoch,
  settleStep,
  stopLeading,
  type Turns,
} from '../settlement/settle.ts';
import { readState } from '../settlement/state.ts';
import type { Checked } from '../settlement/verify/finding.ts';
import { type Verified, verifyLedger } from '../settlement/verify/verify.ts';
import { acceptVoucher, type OfferedVoucher } from '../settlement/vouchers.ts';
import type { ChannelKey, Treasury } from './desk.ts';
import { Standings } from './standings.ts';

export interface PaymentPorts {
  readonly db: Db;
  readonly blobs: LeafArchive;
  readonly chain: Chain;
  trouble(what: string, cause: unknown): void;
}

/** What is told to clients and kept to. */
export interface PaymentTerms {
  readonly rpcUrl: string;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
  /** How many credit windows of work are given out ahead of a channel's vouchers; {@link WORK_WINDOWS} if absent. */
  readonly workWindows?: number;
  /** Seconds between epochs; null: only when asked to settle. */
  readonly epochSeconds: number | null;
  /** What gas costs; nothing if absent: on a development chain. */
  readonly gas?: GasTerms;
  /** Token units that the operator means to keep as its bond; it is told when there is less. */
  readonly leastBond?: bigint;
  /** When an epoch is worth its gas; absent: while it pays more than that. */
  readonly settling?: Omit<SettlementTerms, 'confirmations'>;
}

const FREE_GAS: GasTerms = { coinPrice: 0n, confirmations: 0 };
/** How often it is asked whether something is to be moved on: a relayed claim, an epoch. */
const LOOK_MILLISECONDS = 1_000;
/** A coordinator that is busy for longer with one thing is taken for one that hangs. */
const LONGEST_TURN_MILLISECONDS = 600_000;
const EPOCHS_SHOWN = 20;
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Vouchers in, epochs out: the settlement as the coordinator's edge uses it. Amounts are token units. */
export class Payments implements Treasury {
  readonly feePpm: number;
  readonly workWindows: bigint;
  /** How payees, channels and the operator stand. */
  readonly standings: Standings;
  readonly #terms: PaymentTerms;
  readonly #ports: PaymentPorts;
  readonly #gas: GasTerms;
  readonly #receipts: Receipts;
  readonly #settlement: SettlementPorts;
  readonly #guard: Guard;
  readonly #guardLoop: GuardLoop;
  readonly #rounds: Rounds;
  readonly #timer: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  /** When the look under way began. */
  #lookedAt: number | null = null;
  readonly #reports = new Reports((what) => this.#ports.trouble(what, undefined));
  /** What is sent to the chain goes one after the other: epochs, answers to demands, and claims on terms. */
  #last: Promise<unknown> = Promise.resolve();
  /** Epochs that were asked for, one after the other; between its turns one waits until its root is active. */
  #settling: Promise<unknown> = Promise.resolve();
  #asked = 0;

  constructor(terms: PaymentTerms, ports: PaymentPorts) {
    this.#terms = terms;
    this.#ports = ports;
    this.feePpm = terms.feePpm;
    this.workWindows = BigInt(terms.workWindows ?? WORK_WINDOWS);
    this.#gas = terms.gas ?? FREE_GAS;
    this.standings = new Standings(ports);
    this.#receipts = new Receipts({ ...ports, archive: ports.blobs });
    this.#settlement = this.#settlementPorts();
    this.#guard = new Guard(this.#settlement);
    this.#guardLoop = new GuardLoop({
      ...{ chain: ports.chain, guard: this.#guard, leastBond: terms.leastBond ?? 0n },
      inTurn: this.#inTurn,
      leads: () => lead(this.#settlement),
      report: this.#report,
      trouble: ports.trouble,
    });
    this.#rounds = new Rounds(terms.epochSeconds, performance.now());
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS);
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
    const { bond } = this.#guardLoop;
    const posted = await findPostedEpoch(db);
    return {
      chainId: Number(chain.chainId),
      rpcUrl: this.#terms.rpcUrl,
      hub: chain.hub,
      token: chain.token,
      operator: chain.operator as string,
      feePpm: this.feePpm,
      settled: posted && { epoch: posted.number, tx: posted.tx, total: String(posted.total) },
      bond: bond && { amount: String(bond.amount), exitAt: bond.exitAt },
      demands: this.#guard.state,
      settling: {
        ...(await readState(db, nameOf(this.#settlement))),
        everySeconds: this.#terms.epochSeconds,
      },
    };
  }

  /** The newest epochs, with what each newly gave to payees, in token units. */
  async epochs() {
    const epochs = await listEpochs(this.#ports.db, EPOCHS_SHOWN);
    return epochs.map(({ number, at, total, pays, ...rest }) => ({
      ...rest,
      ...{ epoch: number, total: String(total), pays: String(pays), at: at.toISOString() },
    }));
  }

  /** Throws VOUCHER_FORGED, VOUCHER_STALE, VOUCHER_UNCOVERED or CHANNEL_UNKNOWN [VO1]. */
  accept({ channel, ...voucher }: { channel: ChannelKey } & Omit<OfferedVoucher, keyof ChannelKey>) {
    return acceptVoucher(this.#ports.db, this.#ports.chain, { ...channel, ...voucher });
  }

  /** Books what the operator pays in for what it lost [ST10]. */
  makeGood({ channel, ...voucher }: { channel: ChannelKey } & Omit<OfferedVoucher, keyof ChannelKey>) {
    return makeGood(this.#ports.db, this.#ports.chain, { ...channel, ...voucher });
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
    return { db, chain, gas: this.#gas, me: this.#settlement.me, report: this.#report };
  }

  #settlementPorts(): SettlementPorts {
    const { db, blobs, chain } = this.#ports;
    const { confirmations, coinPrice } = this.#gas;
    return {
      ...{ db, chain, archive: blobs, report: this.#report },
      ...{ me: randomBytes(16).toString('hex'), signal: this.#stopping.signal },
      sponsoring: { coinPrice, feePpm: this.feePpm },
      terms: { ...(this.#terms.settling ?? AT_ONCE), confirmations },
    };
  }

  readonly #report = (what: string): void => this.#reports.report(what);

  /**
   * One epoch and the claims that the operator pays for; null when nothing was settled. Waits for what is under way, ten
   * minutes at most.
   */
  settle(): Promise<Settlement | null> {
    this.#asked++;
    const settled = this.#settling
      .catch(() => undefined)
      .then(() => settleEpoch(this.#settlement, this.#inTurn, this.#stopping.signal))
      .finally(() => {
        this.#asked--;
      });
    this.#settling = settled;
    return settled;
  }

  readonly #inTurn: Turns = (act) => {
    const turn = this.#last.catch(() => undefined).then(act);
    this.#last = turn;
    return turn;
  };

  #look(): void {
    if (this.#lookedAt !== null) {
      this.#leadOn(this.#lookedAt);
      return;
    }
    this.#lookedAt = performance.now();
    this.#inTurn(() => this.#moveOn()).finally(() => {
      this.#lookedAt = null;
    });
  }

  /** While others have their turns: were another coordinator to lead meanwhile, it would send the same again. */
  #leadOn(since: number): void {
    if (performance.now() < since + LONGEST_TURN_MILLISECONDS)
      leadOn(this.#settlement).catch((cause) => this.#ports.trouble('the lead could not be kept', cause));
  }

  /** Only one coordinator of a database sends, as all have one account with one row of nonces. */
  async #moveOn(): Promise<void> {
    const { trouble } = this.#ports;
    await this.#settleInTime().catch((cause) => trouble('an epoch could not be settled', cause));
    await this.#relayInTime().catch((cause) => trouble('claims could not be moved on', cause));
  }

  async #settleInTime(): Promise<void> {
    // Who asked is told what comes of it.
    if (this.#asked > 0 || !this.#rounds.isDue(performance.now())) return;
    try {
      const { kind, posted } = await settleStep(this.#settlement, this.#rounds.mayPlan);
      this.#rounds.stepped(posted === null ? kind : 'posted', performance.now());
    } catch (error) {
      this.#rounds.stepped('failed', performance.now());
      throw error;
    }
  }

  async #relayInTime(): Promise<void> {
    if (!(await lead(this.#settlement))) return;
    await clearWay(this.#settlement);
    await relayClaims(this.#relayPorts(), nowSeconds());
  }

  /** Settles no more; what was sent is found by whoever comes next. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#guardLoop.stop();
    this.#stopping.abort();
    await this.#settling.catch(() => undefined);
    await this.#last.catch(() => undefined);
    await stopLeading(this.#settlement).catch(() => undefined);
    this.#ports.chain.close();
  }
}
