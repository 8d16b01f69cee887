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
import { readPlaces } from '../db/settlement/read-places.ts';
import type { EpochWorth } from '../db/settlement/records.ts';
import { noteShort } from '../db/settlement/settling-state.ts';
import { endWaiting } from '../db/settlement/waiting-since.ts';
import { costOf, priceAtMost } from '../domain/gas.ts';
import { OPERATOR_ACCOUNT } from '../ledger/ledger.ts';
import { ChainRefused, type EpochCall, type Offer } from './chain.ts';
import { encodeLeaves, rootHex, treeOf } from './leaf-list.ts';
import { keep } from './outbox.ts';
import { placeForEpoch } from './places.ts';
import { deficitOf, type Leaf, planLeaves } from './plan.ts';
import { nowOf, type SettlementPorts, sponsoringOf, termsOf } from './ports.ts';
import { moving, type Progress, waits } from './posting.ts';
import { mostFor } from './price-bounds.ts';
import { clauseOf, refusedBecause, type SettlingState, stateOf } from './state.ts';
import { takings } from './takings.ts';

interface Draft extends EpochCall, EpochWorth {
  readonly planned: readonly Leaf[];
  /** The leaves, as they are published. */
  readonly bytes: Uint8Array;
}

/** What became of a draft: it was kept, and this is to be sent; or why there is none; or it lacks what was promised meanwhile. */
type Decided =
  | { readonly kind: 'kept'; readonly offer: Offer; readonly epoch: number }
  | { readonly kind: 'not'; readonly progress: Progress }
  | { readonly kind: 'lacks' };

const not = (progress: Progress): Decided => ({ kind: 'not', progress });

/** Plans an epoch, keeps it together with its transaction and sends that. Idle: nothing would change. */
export async function plan(ports: SettlementPorts): Promise<Progress> {
  const { chain, db } = ports;
  // The hub takes no root before the last one is active.
  if (!(await chain.isActive())) return moving('ROOT_DELAY');
  await foldTallies(db);
  let decided = await decide(ports);
  // Somebody may always be promised more while an epoch is decided. So that this does not go on for ever, nobody is now.
  if (decided.kind === 'lacks')
    decided = await db.transaction(async (sql) => {
      await lockPlaces(sql);
      return decide({ ...ports, db: within(sql) });
    });
  if (decided.kind === 'not') return decided.progress;
  if (decided.kind === 'lacks') return moving('SENT', { epoch: (await chain.book()).epoch + 1 });
  await chain.sendPrepared(decided.offer);
  return moving('SENT', { epoch: decided.epoch });
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
  if ('code' in draft) {
    await endWaiting(ports.db);
    return not({ kind: 'idle', state: draft });
  }
  try {
    const offer = await worthIt(ports, draft);
    return 'code' in offer ? not(await waits(ports, offer)) : await kept(ports, draft, offer);
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    return not(await waits(ports, refusedBecause(error, draft.number)));
  }
}

/** Signed at a price within the epoch's bound [ST5], or why not now. */
async function worthIt(ports: SettlementPorts, draft: Draft): Promise<Offer | SettlingState> {
  const { chain } = ports;
  const { coinPrice } = sponsoringOf(ports);
  const most = await mostFor(ports, draft);
  const { pays } = draft;
  if (most === null) return stateOf('TOO_LITTLE', { pays, least: termsOf(ports).leastPaid });
  const call = { kind: 'settle', epoch: draft } as const;
  const gas = await chain.gasFor(call);
  const cost = costOf(gas, coinPrice);
  if (cost > most) return stateOf('GAS_DEAR', { cost, pays, most });
  return chain.prepare(call, priceAtMost(gas.gas, most, coinPrice), await placeForEpoch(ports));
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
    return isKept ? { kind: 'kept', offer, epoch: draft.number } : { kind: 'lacks' };
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    report('another coordinator is settling');
    return not(moving('SENT', { epoch: draft.number }));
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

/** The reason where there is none: nothing would change, the hub has less than is rooted already, or a root that nobody here knows. */
async function draftEpoch(ports: SettlementPorts): Promise<Draft | SettlingState> {
  const { db, chain, report } = ports;
  const book = await chain.book();
  if (!(await knows(db, book.root))) return unsettled(ports, stateOf('ROOT_UNKNOWN', { epoch: book.epoch }));
  const exitsUntil = nowOf(ports) + termsOf(ports).exitSeconds;
  const taken = await takings(db, chain, { earnedBefore: book.earned, exitsUntil });
  const [places, has] = [await readPlaces(db), await earnings(db, chain.operator)];
  const leafPlan = planLeaves(places, has, chain.operator, taken.earned - taken.prepaid);
  if (leafPlan === null) return unsettled(ports, stateOf('UNCOVERED', { earned: taken.earned }));
  await noteShort(db, { short: leafPlan.short, deficit: deficitOf(places, has, chain.operator) });
  if (leafPlan.short > 0n) report(`vouchers lag ${leafPlan.short} token units behind what payees earned`);
  const tree = treeOf(leafPlan.leaves);
  const root = rootHex(tree);
  if (taken.redeem.length === 0 && (root === book.root || tree.sum === 0n)) return stateOf('NOTHING_NEW');
  const bytes = encodeLeaves(leafPlan.leaves);
  const pays = tree.sum - wordSum(fromHex(book.root));
  return {
    ...{ number: book.epoch + 1, vouchers: taken.redeem, root, leaves: hashOf(bytes), bytes },
    planned: leafPlan.leaves,
    ...{ total: tree.sum, pays: pays > 0n ? pays : 0n, leaving: taken.leaving },
  };
}

function unsettled({ report }: SettlementPorts, state: SettlingState): SettlingState {
  report(`nothing is settled: ${clauseOf(state)}`);
  return state;
}
