/** Decides the next epoch, and sends it if it is worth its gas. */
import { fromHex, hashOf, type Payee, wordSum } from '@manyhands/protocol';
import { type Db, type Sql, sqlState } from '../db/db.ts';
import { foldTallies } from '../db/ledger/fold-tallies.ts';
import { readBalances } from '../db/ledger/read-balances.ts';
import { readPayeeBalances } from '../db/ledger/read-payee-balances.ts';
import { addPlaces } from '../db/settlement/add-places.ts';
import { findEpochOfRoot } from '../db/settlement/find-epoch-of-root.ts';
import { lockPlaces } from '../db/settlement/lock-places.ts';
import { planEpoch } from '../db/settlement/plan-epoch.ts';
import { readOutgoing } from '../db/settlement/read-outgoing.ts';
import { readPlaces } from '../db/settlement/read-places.ts';
import type { EpochWorth } from '../db/settlement/records.ts';
import { endWaiting } from '../db/settlement/waiting-since.ts';
import { costOf, priceAtMost } from '../domain/gas.ts';
import { OPERATOR_ACCOUNT } from '../ledger/ledger.ts';
import { ChainRefused, type EpochCall, type Offer } from './chain.ts';
import { encodeLeaves, rootHex, treeOf } from './leaf-list.ts';
import { keep } from './outbox.ts';
import { type Leaf, planLeaves } from './plan.ts';
import { nowOf, type SettlementPorts, sponsoringOf, termsOf } from './ports.ts';
import { IDLE, MOVING, mostFor, type Progress, WHY, waits } from './posting.ts';
import { takings } from './takings.ts';

interface Draft extends EpochCall, EpochWorth {
  readonly planned: readonly Leaf[];
  /** The leaves, as they are published. */
  readonly bytes: Uint8Array;
}

/** What became of a draft: it was kept, and this is to be sent; or why there is none; or it lacks what was promised meanwhile. */
type Decided =
  | { readonly kind: 'kept'; readonly offer: Offer }
  | { readonly kind: 'not'; readonly progress: Progress }
  | { readonly kind: 'lacks' };

const not = (progress: Progress): Decided => ({ kind: 'not', progress });

/** Plans an epoch, keeps it together with its transaction and sends that. Idle: nothing would change. */
export async function plan(ports: SettlementPorts): Promise<Progress> {
  const { chain, db } = ports;
  // The hub takes no root before the last one is active.
  if (!(await chain.isActive())) return MOVING;
  await foldTallies(db);
  let decided = await decide(ports);
  // Somebody may always be promised more while an epoch is decided. So that this does not go on for ever, nobody is now.
  if (decided.kind === 'lacks')
    decided = await db.transaction(async (sql) => {
      await lockPlaces(sql);
      return decide({ ...ports, db: within(sql) });
    });
  if (decided.kind === 'not') return decided.progress;
  if (decided.kind === 'kept') await chain.sendPrepared(decided.offer);
  return MOVING;
}

/** A transaction as a database: what would be transactions of their own are parts of it. */
const within = (sql: Sql): Db => ({
  query: (text, params) => sql.query(text, params),
  script: (text) => sql.script(text),
  transaction: (act) => act(sql),
  close: async () => undefined,
});

async function decide(ports: SettlementPorts): Promise<Decided> {
  const draft = await draftEpoch(ports);
  if (draft === null) {
    await endWaiting(ports.db);
    return not(IDLE);
  }
  try {
    const offer = await worthIt(ports, draft);
    return typeof offer === 'string' ? not(await waits(ports, offer)) : await kept(ports, draft, offer);
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    return not(await waits(ports, WHY[error.reason] ?? error.message));
  }
}

/** Signed at a price within the epoch's bound [ST5], or why not now. */
async function worthIt(ports: SettlementPorts, draft: Draft): Promise<Offer | string> {
  const { chain, db } = ports;
  const { coinPrice } = sponsoringOf(ports);
  const most = await mostFor(ports, draft);
  if (most === null)
    return `it pays ${draft.pays} token units, and ${termsOf(ports).leastPaid} are the least`;
  const call = { kind: 'settle', epoch: draft } as const;
  const gas = await chain.gasFor(call);
  const cost = costOf(gas, coinPrice);
  if (cost > most)
    return `gas costs ${cost} token units, of the ${draft.pays} that it pays it may take ${most}`;
  // Claims that are stuck must not keep an epoch from being mined: they are made again.
  const [stuck] = (await readOutgoing(db, 'claims')).reverse();
  return chain.prepare(call, priceAtMost(gas.gas, most, coinPrice), stuck);
}

async function kept(ports: SettlementPorts, draft: Draft, offer: Offer): Promise<Decided> {
  const { db, archive, report } = ports;
  await archive.add(draft.bytes);
  try {
    const isKept = await db.transaction(async (sql) => {
      if (!(await givePlaces(sql, draft.planned))) return false;
      await planEpoch(sql, draft);
      await keep(ports, sql, 'epoch', { offer, worth: null });
      return true;
    });
    return isKept ? { kind: 'kept', offer } : { kind: 'lacks' };
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    report('another coordinator is settling');
    return not(MOVING);
  }
}

/** Under a lock, so that nothing is promised meanwhile that the plan would lack [RE2]; false: something was, since it was made. */
async function givePlaces(sql: Sql, planned: readonly Leaf[]): Promise<boolean> {
  await lockPlaces(sql);
  const places = await readPlaces(sql);
  const hasAll = places.every(
    ({ account, cumulative }, i) => planned[i]?.account === account && planned[i].cumulative >= cumulative,
  );
  if (hasAll) await addPlaces(sql, planned.slice(places.length));
  return hasAll;
}

/** What everybody ever earned, in ledger units: of the operator its fees too, less what it lost. */
export async function earnings(sql: Sql, operator: Payee): Promise<Map<Payee, bigint>> {
  const [earned, own] = [await readPayeeBalances(sql), await readBalances(sql, [OPERATOR_ACCOUNT])];
  const fees = own.get(OPERATOR_ACCOUNT) ?? 0n;
  return new Map([...earned, [operator, (earned.get(operator) ?? 0n) + fees]]);
}

/** Whether a root is one of ours, whatever became of it since. */
export const knows = async (sql: Sql, root: string): Promise<boolean> =>
  /^0x0+$/.test(root) || (await findEpochOfRoot(sql, root)) !== null;

/** Null: nothing would change, the hub has less than is rooted already, or a root that nobody here knows. */
async function draftEpoch(ports: SettlementPorts): Promise<Draft | null> {
  const { db, chain, report } = ports;
  const book = await chain.book();
  if (!(await knows(db, book.root))) {
    report(
      `nothing is settled: the hub’s root of epoch ${book.epoch} is not in this database. Was it restored from an old backup? A root that is planned from it would take back what payees have, and lose the bond.`,
    );
    return null;
  }
  const exitsUntil = nowOf(ports) + termsOf(ports).exitSeconds;
  const taken = await takings(db, chain, { earnedBefore: book.earned, exitsUntil });
  const total = taken.earned - taken.prepaid;
  const leafPlan = planLeaves(
    await readPlaces(db),
    await earnings(db, chain.operator),
    chain.operator,
    total,
  );
  if (leafPlan === null) {
    report(
      `nothing is settled: vouchers and deposits cover ${taken.earned} token units, less than is rooted or promised already`,
    );
    return null;
  }
  if (leafPlan.short > 0n) report(`vouchers lag ${leafPlan.short} token units behind what payees earned`);
  const tree = treeOf(leafPlan.leaves);
  const root = rootHex(tree);
  if (taken.redeem.length === 0 && (root === book.root || tree.sum === 0n)) return null;
  const bytes = encodeLeaves(leafPlan.leaves);
  const pays = tree.sum - wordSum(fromHex(book.root));
  return {
    ...{ number: book.epoch + 1, vouchers: taken.redeem, root, leaves: hashOf(bytes), bytes },
    planned: leafPlan.leaves,
    ...{ total: tree.sum, pays: pays > 0n ? pays : 0n, leaving: taken.leaving },
  };
}
