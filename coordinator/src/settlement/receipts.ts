import { type Hash, isReceiptOf, KnownError, type Payee, packedVouchers } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { addPlaces } from '../db/settlement/add-places.ts';
import { findNewestNumber } from '../db/settlement/find-newest-number.ts';
import { findPlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import { findReceipt, type StoredReceipt } from '../db/settlement/find-receipt.ts';
import { lockPlaces } from '../db/settlement/lock-places.ts';
import { raiseReceipt } from '../db/settlement/raise-receipt.ts';
import { readPlaces } from '../db/settlement/read-places.ts';
import type { Chain } from './chain.ts';
import { decodeLeaves } from './leaf-list.ts';
import { type Leaf, planLeaves } from './plan.ts';
import { earnings, knows } from './planning.ts';
import type { LeafArchive } from './ports.ts';
import { type Takings, takings } from './takings.ts';

/** How long it is believed what vouchers and deposits cover, in milliseconds: each look asks the chain for every channel. */
const TAKINGS_MS = 10_000;
/** After a plan nobody asks the whole ledger again for so many times as long as it took: strangers ask as often as they like. */
const REST = { times: 3, mostMs: 10_000 };

export interface ReceiptPorts {
  readonly db: Db;
  readonly chain: Chain;
  /** Where the leaves of a plan under way are. */
  readonly archive: LeafArchive;
}

/** What the hub has, and the epoch of its newest root. */
interface Cover extends Takings {
  readonly epoch: number;
  /** Whether the newest root is in the database; else, as from an old backup, places may be others' by now. */
  readonly isKnown: boolean;
}

/**
 * Hands out the operator's word on what payees have [RE1]: what the next root would give them if it were planned now, and
 * never less than before. It is kept before it is handed out, and every plan made afterwards has it [RE2].
 */
export class Receipts {
  readonly #ports: ReceiptPorts;
  /** Milliseconds, by which what is covered grows old. */
  readonly #now: () => number;
  #cover: Promise<Cover> | null = null;
  #coverAt = 0;
  /** Who asks while others are answered is answered with the next: one plan serves them all. */
  readonly #asking = new Map<Payee, ((given: StoredReceipt | null | Error) => void)[]>();
  #isAnswering = false;

  constructor(ports: ReceiptPorts, now: () => number = () => performance.now()) {
    this.#ports = ports;
    this.#now = now;
  }

  /** A payee's newest receipt. Throws RECEIPT_UNCOVERED while nothing can be promised to it, or CHAIN_UNREACHABLE. */
  async of(payee: Payee): Promise<StoredReceipt> {
    const given = await new Promise<StoredReceipt | null | Error>((resolve) => {
      const others = this.#asking.get(payee);
      if (others === undefined) this.#asking.set(payee, [resolve]);
      else others.push(resolve);
      void this.#answerAll();
    });
    if (given instanceof Error) throw given;
    if (given !== null) return given;
    throw new KnownError(
      'RECEIPT_UNCOVERED',
      `nothing that ${payee} earned is covered by vouchers yet; ask again when it has earned more, or researchers have paid`,
    );
  }

  /**
   * What the next epoch would redeem, as the hub's `redeem` takes it: 144 bytes each. Anybody may redeem it, so that receipts
   * are worth something also where the operator never comes back. Throws CHAIN_UNREACHABLE.
   */
  async dueVouchers(): Promise<Uint8Array> {
    return packedVouchers((await this.#covered()).redeem);
  }

  async #answerAll(): Promise<void> {
    if (this.#isAnswering) return;
    this.#isAnswering = true;
    while (this.#asking.size > 0) {
      const begin = performance.now();
      const asking = new Map(this.#asking);
      this.#asking.clear();
      const given = await this.#promise([...asking.keys()]).catch((error: Error) => error);
      for (const [payee, waiting] of asking)
        for (const tell of waiting) tell(given instanceof Error ? given : (given.get(payee) ?? null));
      await rest(REST.times * (performance.now() - begin));
    }
    this.#isAnswering = false;
  }

  async #promise(payees: readonly Payee[]): Promise<Map<Payee, StoredReceipt>> {
    const { db } = this.#ports;
    await foldTallies(db);
    const cover = await this.#covered();
    return db.transaction((sql) => promise(sql, this.#ports, cover, payees));
  }

  #covered(): Promise<Cover> {
    if (this.#cover === null || this.#now() > this.#coverAt + TAKINGS_MS) {
      this.#coverAt = this.#now();
      this.#cover = coverOf(this.#ports);
      this.#cover.catch(() => {
        this.#cover = null;
      });
    }
    return this.#cover;
  }
}

const rest = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.min(ms, REST.mostMs)).unref();
  });

async function coverOf({ db, chain }: ReceiptPorts): Promise<Cover> {
  const { earned, epoch, root } = await chain.book();
  const isKnown = await knows(db, root);
  return { ...(await takings(db, chain, { earnedBefore: earned, exitsUntil: 0 })), epoch, isKnown };
}

/** Under the lock of plans, so that no epoch is planned between what is read and what is promised. */
async function promise(
  sql: Sql,
  { chain, archive }: ReceiptPorts,
  { earned, prepaid, epoch, isKnown }: Cover,
  payees: readonly Payee[],
): Promise<Map<Payee, StoredReceipt>> {
  await lockPlaces(sql);
  const places = await placesIn(sql, archive);
  const has = await earnings(sql, chain.operator);
  const plan = isKnown ? planLeaves(places, has, chain.operator, earned - prepaid) : null;
  // A plan that was made already lacks what is promised now.
  const dueEpoch = Math.max(epoch, await findNewestNumber(sql)) + 1;
  const given = new Map<Payee, StoredReceipt>();
  if (plan !== null) await addPlaces(sql, plan.leaves.slice(places.length));
  const leaves = new Map(plan?.leaves.map((leaf) => [leaf.account, leaf]));
  for (const payee of payees) {
    const kept = await findReceipt(sql, payee);
    const receipt = receiptOf(chain, { payee, kept, leaf: leaves.get(payee), dueEpoch });
    if (receipt !== null && receipt !== kept) await raiseReceipt(sql, receipt);
    if (receipt !== null) given.set(payee, receipt);
  }
  return given;
}

/** All places, with what a plan under way gives them: the same tokens must not be promised to others. */
async function placesIn(sql: Sql, archive: LeafArchive): Promise<Leaf[]> {
  const places = await readPlaces(sql);
  const planned = await findPlannedEpoch(sql);
  if (planned === null) return places;
  const leaves = decodeLeaves(await archive.read(planned.leaves as Hash));
  return places.map((place) => {
    const leaf = leaves[place.index];
    return leaf !== undefined && leaf.cumulative > place.cumulative ? leaf : place;
  });
}

interface Asked {
  readonly payee: Payee;
  readonly kept: StoredReceipt | null;
  /** What the next epoch would give; absent: nothing. */
  readonly leaf: Leaf | undefined;
  readonly dueEpoch: number;
}

/** The kept receipt, or a higher one; null where there is nothing to promise. */
function receiptOf(chain: Chain, { payee, kept, leaf, dueEpoch }: Asked): StoredReceipt | null {
  // What is the operator's own is what the others leave, and shrinks with what it promises them.
  if (payee === chain.operator || leaf === undefined || leaf.cumulative === 0n) return kept;
  // Not where the contracts were deployed anew, or have another operator now.
  if (kept !== null && kept.cumulative >= leaf.cumulative && isReceiptOf(chain, kept)) return kept;
  const terms = { ...leaf, dueEpoch };
  return { ...terms, signature: chain.guard.signReceipt(terms) };
}
