/** What a watcher does about a pending root. Pure: the same leaves and receipts give the same steps. */
import { buildSumTree, NOBODY, type Payee, type TokenUnits } from '@manyhands/protocol';
import type { PayeeReceipt } from '@manyhands/sdk';
import { type Leaf, type ProvedLeaf, proved } from './leaves.ts';

export type Step =
  /** Both leaves are known: the root is cancelled at once. */
  | { readonly kind: 'cancel'; readonly was: ProvedLeaf; readonly now: ProvedLeaf; readonly why: string }
  /** The pending root's leaves are kept back: its operator has to prove one. */
  | { readonly kind: 'demandLeaf'; readonly was: ProvedLeaf; readonly why: string }
  | {
      readonly kind: 'demandReceipt';
      readonly receipt: PayeeReceipt;
      /** How much of it may be demanded now. */
      readonly due: bigint;
      readonly why: string;
    };

export interface Seen {
  /** Of the pending root. */
  readonly epoch: number;
  /** Leaves of the active root; null: not to be had. Empty before the first root. */
  readonly former: readonly Leaf[] | null;
  /** Leaves of the pending root; null: kept back, or not those that the root names. */
  readonly next: readonly Leaf[] | null;
  readonly receipts: readonly PayeeReceipt[];
  /** What was claimed at the places of receipts. */
  readonly claimed: ReadonlyMap<number, bigint>;
}

export interface Wishes {
  /** Demands about leaves that are kept back, at most; each may cost a stake. */
  readonly most: number;
  /** Whose leaves are demanded first; lower case. */
  readonly accounts: readonly string[];
  /** From 0 to below 1. Nobody must foresee which leaves are asked for. */
  random(): number;
}

export function stepsAgainst(seen: Seen, wishes: Wishes): Step[] {
  const cancel = firstTaken(seen);
  // A cancelled root leaves nothing to demand.
  if (cancel !== null) return [cancel];
  return [...leftOut(seen), ...(seen.next === null ? withheld(seen, wishes) : [])];
}

/** The first leaf of the active root that the pending one lowers, or gives to somebody else. */
function firstTaken({ former, next }: Seen): Step | null {
  if (former === null || next === null) return null;
  const was = former.find(({ index, account, cumulative }) => {
    const now = next[index];
    return now === undefined || now.account !== account || now.cumulative < cumulative;
  });
  if (was === undefined) return null;
  return {
    kind: 'cancel',
    was: proved(former, was.index),
    now: shown(next, was.index),
    why: taken(was, next),
  };
}

function taken({ index, account, cumulative }: Leaf, next: readonly Leaf[]): string {
  const now = next[index];
  const had = `${account} had ${cumulative} token units at place ${index}`;
  if (now === undefined) return `${had}, which the pending root does not have`;
  return now.account === account
    ? `${had}, and has ${now.cumulative} in the pending root`
    : `${had}, which the pending root gives to ${now.account}`;
}

/** The leaf at a place, zeros where the tree is padded, or any leaf of a tree that is too small to have the place. */
export function shown(leaves: readonly Leaf[], index: number): ProvedLeaf {
  if (leaves[index] !== undefined) return proved(leaves, index);
  const tree = buildSumTree(leaves);
  const isPadding = index < 2 ** tree.depth;
  if (!isPadding && leaves.length > 0) return proved(leaves, 0);
  const at = isPadding ? index : 0;
  return { index: at, account: NOBODY as Payee, cumulative: 0n as TokenUnits, proof: tree.proof(at) };
}

/** Receipts that are due in the pending root, or were paid in silence, and that it does not have as far as is known. */
function leftOut({ epoch, next, receipts, claimed }: Seen): Step[] {
  return receipts.flatMap((receipt): Step[] => {
    const due = dueOf(receipt, epoch, claimed.get(receipt.index) ?? 0n);
    const leaf = next?.[receipt.index];
    const has = leaf?.account === receipt.account.toLowerCase() ? leaf.cumulative : 0n;
    if (due === 0n || (next !== null && has >= due)) return [];
    const why = `${receipt.account} was promised ${due} token units at place ${receipt.index} from epoch ${receipt.dueEpoch} on, and the pending root ${next === null ? 'is not published' : `has ${has}`}`;
    return [{ kind: 'demandReceipt', receipt, due, why }];
  });
}

/** What the hub lets be demanded by a receipt: all of it once it is due, before that what was claimed of it. */
function dueOf({ cumulative, dueEpoch }: PayeeReceipt, epoch: number, claimed: bigint): bigint {
  const promised = BigInt(cumulative);
  if (dueEpoch <= epoch) return promised;
  return claimed < promised ? claimed : promised;
}

function withheld({ epoch, former }: Seen, { most, accounts, random }: Wishes): Step[] {
  const paid = (former ?? []).filter(({ cumulative }) => cumulative > 0n);
  const own = paid.filter(({ account }) => accounts.includes(account));
  const others = drawn(
    paid.filter(({ account }) => !accounts.includes(account)),
    Math.max(0, most - own.length),
    random,
  );
  const why = `the leaves of epoch ${epoch} are not published, so its operator has to prove that this one is there`;
  return [...own.slice(0, most), ...others].map(({ index }) => ({
    kind: 'demandLeaf',
    was: proved(former ?? [], index),
    why,
  }));
}

/** So many at random. */
function drawn<T>(all: readonly T[], count: number, random: () => number): T[] {
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}
