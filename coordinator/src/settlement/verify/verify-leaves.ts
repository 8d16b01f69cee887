/** Published leaves: what each epoch promised, beside the epoch before, the ledger, and the chain. */
import { type Hash, hashOf } from '@manyhands/protocol';
import type { Db } from '../../db/db.ts';
import { readBalances } from '../../db/ledger/read-balances.ts';
import { readLeaves } from '../../db/settlement/read-leaves.ts';
import { type NumberedEpoch, pagePostedEpochs } from '../../db/verify/page-posted-epochs.ts';
import { payeeAccount, wholeTokenUnits } from '../../ledger/ledger.ts';
import { decodeLeaves, rootHex, treeOf } from '../leaf-list.ts';
import type { Leaf } from '../plan.ts';
import type { LeafArchive } from '../settle.ts';
import { type Checked, counted, finding } from './finding.ts';

const PAGE = 100;
/** Accounts whose balances are asked for at once. */
const BALANCES = 1_000;

const nameOf = ({ index, account }: Leaf): string => `leaf ${index} of ${account}`;

/** Leaves in two epochs of one chain: none falls, none changes hands, none vanishes [ST2]. Pure. */
export function* compareLeaves(
  before: readonly Leaf[],
  after: readonly Leaf[],
  txn: string,
): Generator<Checked> {
  for (const [index, old] of before.entries()) {
    const now: Leaf | undefined = after[index];
    const of = { account: nameOf(old), txn };
    if (now === undefined) yield finding('LEAF_FELL', of, `it had ${old.cumulative} token units and is gone`);
    else if (now.account !== old.account)
      yield finding('LEAF_MOVED', of, `its place was given to ${now.account}`);
    else if (now.cumulative < old.cumulative)
      yield finding('LEAF_FELL', of, `it fell from ${old.cumulative} to ${now.cumulative} token units`);
  }
}

/** The leaves of an epoch as they were published; null where they are lost or not what their hash names. */
async function published({ archive }: Pick<Ports, 'archive'>, epoch: NumberedEpoch): Promise<Leaf[] | null> {
  const bytes = await archive.read(epoch.leaves as Hash).catch(() => undefined);
  return bytes === undefined || hashOf(bytes) !== epoch.leaves ? null : decodeLeaves(bytes);
}

interface Ports {
  readonly db: Db;
  readonly archive: LeafArchive;
}

/** What epochs leave for later checks: the newest one's number and root on the present chain. */
export interface Newest {
  epoch: NumberedEpoch | null;
  /** All posted epochs of the present chain, for what it says of them: numbers and roots. */
  readonly ofChain: { number: number; root: string }[];
}

/** Each posted epoch's root is that of its published leaves, and no leaf falls from one to the next. */
export async function* verifyEpochs(ports: Ports, newest: Newest): AsyncGenerator<Checked> {
  let count = 0;
  let before: readonly Leaf[] = [];
  for (let after = 0; ; ) {
    const page = await pagePostedEpochs(ports.db, after, PAGE);
    for (const epoch of page) {
      // A chain that was built anew counts from 1 again.
      const isAnew = newest.epoch === null || epoch.number <= newest.epoch.number;
      if (isAnew) newest.ofChain.length = 0;
      newest.epoch = epoch;
      newest.ofChain.push({ number: epoch.number, root: epoch.root });
      const leaves = await published(ports, epoch);
      yield* verifyEpoch(epoch, leaves);
      if (leaves !== null) {
        yield* compareLeaves(before, leaves, `epoch ${epoch.number}`);
        before = leaves;
      }
    }
    count += page.length;
    yield counted('epochs', count);
    if (page.length < PAGE) break;
    after = page[page.length - 1].id;
  }
  yield* verifyTable(ports.db, before);
}

function* verifyEpoch(epoch: NumberedEpoch, leaves: readonly Leaf[] | null): Generator<Checked> {
  const of = { txn: `epoch ${epoch.number}` };
  if (leaves === null) {
    yield finding(
      'LEAVES_LOST',
      of,
      `the leaves ${epoch.leaves} are not stored, or not what their hash names`,
    );
    return;
  }
  const tree = treeOf(leaves);
  if (rootHex(tree) !== epoch.root)
    yield finding('ROOT_DIFFERS', of, `its leaves give the root ${rootHex(tree)}, not ${epoch.root}`);
  if (tree.sum !== epoch.total)
    yield finding(
      'ROOT_DIFFERS',
      of,
      `its leaves sum to ${tree.sum} token units, its total says ${epoch.total}`,
    );
}

/** What is kept of leaves is what the newest epoch published, place by place. */
async function* verifyTable(db: Db, leaves: readonly Leaf[]): AsyncGenerator<Checked> {
  const kept = await readLeaves(db);
  yield counted('leaves', kept.length);
  for (let index = 0; index < Math.max(kept.length, leaves.length); index++) {
    const [own, told] = [kept[index], leaves[index]];
    if (own?.index === told?.index && own?.account === told?.account && own?.cumulative === told?.cumulative)
      continue;
    const shown = (leaf: Leaf | undefined) =>
      leaf === undefined ? 'nothing' : `${leaf.cumulative} for ${leaf.account} at ${leaf.index}`;
    yield finding(
      'LEAF_DIFFERS',
      { account: nameOf(told ?? own) },
      `the database has ${shown(own)}, the newest epoch published ${shown(told)}`,
    );
  }
}

/** No leaf has more than its payee earned. The operator's has what the others leave, and is no payee's. */
export async function* verifyEarned(db: Db, operator: string | null): AsyncGenerator<Checked> {
  const leaves = await readLeaves(db);
  for (let at = 0; at < leaves.length; at += BALANCES) {
    const some = leaves.slice(at, at + BALANCES);
    const balances = await readBalances(
      db,
      some.map(({ account }) => payeeAccount(account)),
    );
    for (const leaf of some) {
      const earned = wholeTokenUnits(balances.get(payeeAccount(leaf.account)) ?? 0n);
      // Without a chain the operator is not known; it has the first place in every tree.
      const isOperator = operator === null ? leaf.index === 0 : leaf.account === operator;
      if (!isOperator && leaf.cumulative > earned)
        yield finding(
          'LEAF_ABOVE_EARNED',
          { account: payeeAccount(leaf.account) },
          `its leaf has ${leaf.cumulative} token units, it earned ${earned}`,
        );
    }
  }
}
