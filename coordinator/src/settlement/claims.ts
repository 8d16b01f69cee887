/** Claims for payees at the operator's cost. */
import { type Payee, sumRange, type TokenUnits } from '@manyhands/protocol';
import { costOf, priceAtMost, sponsorBound } from '../domain/gas.ts';
import { type Chain, ChainRefused, type Claim, GAS_TOO_DEAR, type HubCall } from './chain.ts';
import { follow, forget, keep } from './outbox.ts';
import { stuckPlace } from './places.ts';
import type { Leaf } from './plan.ts';
import { type SettlementPorts, sponsoringOf } from './ports.ts';
import { worthBound } from './price-bounds.ts';
import { type DueLeaf, leastGas, planClaims, type Range } from './ranges.ts';
import { type Rooted, rootedIn } from './rooted.ts';
import { clauseOf, refusedBecause } from './state.ts';

/** Claims with a proof each in one transaction: far below what fits, so that one failure repeats little. */
const CLAIMS_PER_TRANSACTION = 40;
/** One look sends claims for so long, and waits as long for a transaction of them; then the next look goes on. */
const TURN_MS = 30_000;
const turnMs = ({ minedMs }: SettlementPorts): number => minedMs ?? TURN_MS;
/** Between two questions whether a transaction is mined: soon at first, then ever more seldom. */
const LOOK_MS = { least: 50, most: 2_000 };

export interface ClaimedLeaf {
  readonly account: Payee;
  readonly cumulative: TokenUnits;
  /** The transaction that claimed for this payee now; null if none did. */
  readonly claimedTx: string | null;
}

export interface Claimed {
  readonly payees: readonly ClaimedLeaf[];
  /** False: something is under way. */
  readonly isDone: boolean;
  /** Nothing can be claimed before the root is active. */
  readonly isEarly: boolean;
}

/**
 * Claims for payees what the newest root gives them, once that is active: for all whose gas costs no more than the
 * operator's share of it [RC1]; the others keep it until it is worth it, or ask for a claim on terms. Neighbours are
 * claimed in ranges where that takes less gas. Claims are cumulative: what was claimed before, by us or anybody, is left
 * out, and a claim that is sent twice pays once. A payee who cannot be paid is parked at the hub and keeps nobody waiting.
 */
export async function claimAll(ports: SettlementPorts): Promise<Claimed> {
  const { db, chain } = ports;
  const rooted = await rootedIn(db);
  if (rooted === null) return { payees: [], isDone: true, isEarly: false };
  if (!(await isClear(ports))) return claimedOf(rooted, [], false);
  // A chain that was rebuilt knows nothing of these leaves until they are settled on it again.
  if ((await chain.book()).root !== rooted.root) return claimedOf(rooted, [], true);
  if (!(await chain.isActive())) return { ...claimedOf(rooted, [], false), isEarly: true };
  const due = await dueLeaves(chain, rooted.leaves);
  const txs: (readonly [number, string])[] = [];
  const end = performance.now() + turnMs(ports);
  for await (const batch of batchesOf(ports, { ...rooted, due })) {
    // Others have their turns between: those who ask for a claim on terms, an exit that ends, the end of the process.
    if (ports.signal?.aborted || (txs.length > 0 && performance.now() > end))
      return claimedOf(rooted, txs, false);
    const sent = await claim(ports, batch);
    if (sent === 'refused') continue;
    if (sent === 'waiting') return claimedOf(rooted, txs, false);
    txs.push(...batch.indexes.map((index) => [index, sent.tx] as const));
  }
  return claimedOf(rooted, txs, true);
}

function claimedOf(
  { leaves }: Pick<Rooted, 'leaves'>,
  txs: readonly (readonly [number, string])[],
  isDone: boolean,
): Claimed {
  const byIndex = new Map(txs);
  const payees = leaves.map(({ account, cumulative, index }) => {
    return { account, cumulative, claimedTx: byIndex.get(index) ?? null };
  });
  return { payees, isDone, isEarly: false };
}

interface DueClaim extends DueLeaf {
  readonly account: Payee;
  readonly amount: bigint;
}

async function dueLeaves(chain: Chain, leaves: readonly Leaf[]): Promise<DueClaim[]> {
  const claimed = await chain.claimed(leaves.map(({ index }) => index));
  return leaves
    .map(({ index, account, cumulative }, i) => ({
      ...{ index, account, amount: cumulative - claimed[i] },
      isFirst: claimed[i] === 0n,
    }))
    .filter(({ amount }) => amount > 0n);
}

/** Whether nothing of earlier claims is under way. */
async function isClear(ports: SettlementPorts): Promise<boolean> {
  const standing = await follow(ports, 'claims', worthBound(ports));
  if (standing.kind === 'waiting') {
    if (standing.isDear)
      ports.report('claims were sent, and then gas rose above what they are worth: they wait');
    return false;
  }
  if (standing.kind !== 'none') await forget(ports, 'claims');
  return true;
}

/** One transaction. */
interface Batch {
  readonly call: HubCall;
  /** Of all who are paid by it. */
  readonly indexes: readonly number[];
  /** Token units that its gas may cost at most; null: any. */
  readonly worth: bigint | null;
}

type Claimable = Pick<Rooted, 'leaves' | 'tree'> & { readonly due: readonly DueClaim[] };

/** What is claimed in which transactions, as far as it is worth it at the price when its turn comes. */
async function* batchesOf(ports: SettlementPorts, rooted: Claimable): AsyncGenerator<Batch> {
  const { due, tree } = rooted;
  if (due.length === 0) return;
  const { coinPrice } = sponsoringOf(ports);
  const [some] = due;
  const { price } = await ports.chain.gasFor({ kind: 'claims', claims: [claimIn(rooted, some)] });
  const cheapest = (leaf: DueLeaf) => costOf({ gas: BigInt(leastGas(leaf)), price }, coinPrice);
  const wanted = due.filter((leaf) => shareOf(ports, leaf) >= cheapest(leaf));
  const { ranges, singles } = planClaims(wanted, due, tree.depth);
  const alone = new Set(singles);
  for (const range of ranges) {
    const batch = await rangeBatch(ports, rooted, range);
    if (batch !== null) yield batch;
    // Together they are not worth it; some of them may be by themselves.
    else for (const { index } of wanted) if (isIn(range, index)) alone.add(index);
  }
  yield* singleBatches(
    ports,
    rooted,
    wanted.filter(({ index }) => alone.has(index)),
  );
}

const isIn = ({ first, width }: Range, index: number): boolean => index >= first && index < first + width;

/** Token units that the operator spends on gas for a leaf: its share of what is claimed; what is its own is worth as much as it is. */
function shareOf(ports: SettlementPorts, { account, amount }: DueClaim): bigint {
  if (account === ports.chain.operator) return amount;
  return sponsorBound(amount, sponsoringOf(ports).feePpm);
}

const claimIn = ({ leaves, tree }: Claimable, { index }: DueLeaf): Claim => ({
  ...leaves[index],
  proof: tree.proof(index),
});

/** Null: gas costs more than the operator's share of what is claimed in it. */
async function rangeBatch(ports: SettlementPorts, rooted: Claimable, range: Range): Promise<Batch | null> {
  const call = { kind: 'range', range: sumRange(rooted.tree, rooted.leaves, range) } as const;
  const paid = rooted.due.filter(({ index }) => isIn(range, index));
  const batch = { call, indexes: paid.map(({ index }) => index) };
  const { coinPrice } = sponsoringOf(ports);
  if (coinPrice === 0n) return { ...batch, worth: null };
  const worth = paid.reduce((sum, leaf) => sum + shareOf(ports, leaf), 0n);
  return costOf(await ports.chain.gasFor(call), coinPrice) <= worth ? { ...batch, worth } : null;
}

async function* singleBatches(
  ports: SettlementPorts,
  rooted: Claimable,
  wanted: readonly DueClaim[],
): AsyncGenerator<Batch> {
  for (let at = 0; at < wanted.length; at += CLAIMS_PER_TRANSACTION) {
    const worth = await worthIt(ports, rooted, wanted.slice(at, at + CLAIMS_PER_TRANSACTION));
    if (worth.length === 0) continue;
    yield {
      call: { kind: 'claims', claims: worth.map((leaf) => claimIn(rooted, leaf)) },
      indexes: worth.map(({ index }) => index),
      worth:
        sponsoringOf(ports).coinPrice === 0n
          ? null
          : worth.reduce((sum, leaf) => sum + shareOf(ports, leaf), 0n),
    };
  }
}

/** Those of a batch that the operator claims. With fewer of them each bears more of the transaction, so it is asked again. */
async function worthIt(
  ports: SettlementPorts,
  rooted: Claimable,
  batch: readonly DueClaim[],
): Promise<readonly DueClaim[]> {
  const { coinPrice } = sponsoringOf(ports);
  if (coinPrice === 0n || batch.length === 0) return batch;
  const claims = batch.map((leaf) => claimIn(rooted, leaf));
  const cost = costOf(await ports.chain.gasFor({ kind: 'claims', claims }), coinPrice);
  const each = cost / BigInt(batch.length) + 1n;
  const worth = batch.filter((leaf) => shareOf(ports, leaf) >= each);
  return worth.length === batch.length ? batch : worthIt(ports, rooted, worth);
}

/** Sends one transaction of claims and waits until it is mined, but not for ever. */
async function claim(
  ports: SettlementPorts,
  { call, worth }: Batch,
): Promise<{ readonly tx: string } | 'waiting' | 'refused'> {
  const { chain, db, report } = ports;
  try {
    const { coinPrice } = sponsoringOf(ports);
    const gas = worth === null ? null : (await chain.gasFor(call)).gas;
    const most = gas === null || worth === null ? null : priceAtMost(gas, worth, coinPrice);
    const offer = await chain.prepare(call, most, await stuckPlace(ports));
    await db.transaction((sql) => keep(ports, sql, 'claims', { offer, worth }));
    await chain.sendPrepared(offer);
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    if (error.reason !== GAS_TOO_DEAR) report(`claims wait: ${clauseOf(refusedBecause(error, 0))}`);
    return 'refused';
  }
  return mined(ports);
}

async function mined(ports: SettlementPorts): Promise<{ readonly tx: string } | 'waiting' | 'refused'> {
  const begin = performance.now();
  for (;;) {
    const standing = await follow(ports, 'claims', worthBound(ports));
    if (standing.kind === 'waiting') {
      const waited = performance.now() - begin;
      if (ports.signal?.aborted || waited > turnMs(ports)) return 'waiting';
      const pause = Math.min(LOOK_MS.most, Math.max(LOOK_MS.least, waited / 10));
      await new Promise((resolve) => setTimeout(resolve, pause));
      continue;
    }
    await forget(ports, 'claims');
    if (standing.kind === 'mined') return { tx: standing.tx };
    if (standing.kind === 'failed')
      ports.report('the hub refused claims that it had agreed to: their gas is lost');
    return 'refused';
  }
}
