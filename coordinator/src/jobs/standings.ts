import { LEDGER_UNITS_PER_TOKEN_UNIT, type Payee } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readVouchered } from '../db/settlement/read-voucher.ts';
import { payFor } from '../domain/pay.ts';
import { earnedBy } from '../ledger/ledger.ts';
import { NEVER_PAYABLE, type PayableAt } from '../ledger/statement.ts';
import type { Chain } from '../settlement/chain.ts';
import { payableBy } from '../settlement/payable.ts';
import type { LeafArchive } from '../settlement/ports.ts';
import { rootedIn } from '../settlement/rooted.ts';
import { Cached } from './cached.ts';
import { type HeldFuel, heldByAll } from './held.ts';

/** How old what is told to be on hold may be: it takes a reading of all that is under way, and anybody may ask. */
const HELD_MS = 2_000;

export interface StandingPorts {
  readonly db: Db;
  /** Where the published leaves are. */
  readonly blobs: LeafArchive;
  readonly chain: Chain;
}

/** How payees, channels and the operator stand at the hub beside what the ledger says. Amounts are token units. */
export class Standings {
  readonly #ports: StandingPorts;
  readonly #held: Cached<ReadonlyMap<string, readonly HeldFuel[]>>;

  constructor(ports: StandingPorts) {
    this.#ports = ports;
    this.#held = new Cached(HELD_MS, () => heldByAll(ports.db));
  }

  /** What a payee earned for good, has on hold, is rooted and was claimed; null where the chain does not answer. */
  async balanceOf(address: string) {
    return { ...(await this.#booked(address)), held: await this.#heldBy(address) };
  }

  /** The same but for what is on hold, which is a little older. */
  async #booked(address: string) {
    const { db, chain } = this.#ports;
    await foldTallies(db);
    const leaf = (await rootedIn(db))?.byAccount.get(address as Payee);
    const claimed = leaf === undefined ? [0n] : await chain.claimed([leaf.index]).catch(() => [null]);
    return { earned: await earnedBy(db, address), rooted: leaf?.cumulative ?? 0n, claimed: claimed[0] };
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
    const { earned, rooted, claimed } = await this.#booked(address);
    return {
      earned: String(earned),
      rooted: String(rooted),
      claimed: claimed === null ? null : String(claimed),
    };
  }

  /** When what a ledger account was given became payable. The operator's leaf has what the others leave, so no line of it. */
  async payableAt(account: string): Promise<PayableAt> {
    const { db, blobs, chain } = this.#ports;
    const [kind, payee] = account.split(':');
    if (kind !== 'payee' || payee === chain.operator) return NEVER_PAYABLE;
    return payableBy(db, blobs, payee as Payee);
  }

  /** The operator's leaf has its fees and what it earned, less what it lost. */
  async operatorStanding() {
    const { rooted, claimed } = await this.payeeStanding(this.#ports.chain.operator);
    return { address: this.#ports.chain.operator as string, rooted, claimed };
  }

  async #heldBy(address: string): Promise<bigint> {
    let held = 0n;
    for (const { price, fuel, site } of (await this.#held.get()).get(address) ?? []) {
      const { entries } = payFor(price, [{ fuel, payee: address, site, kind: 'work' }], 0n);
      for (const entry of entries) if (entry.kind === 'work') held += entry.amount;
    }
    return held / LEDGER_UNITS_PER_TOKEN_UNIT;
  }
}
