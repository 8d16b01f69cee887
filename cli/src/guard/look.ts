/** One look at a hub for everybody whom its operator owes: what is wrong with the pending root, and what is done about it. */
import { isKnownError } from '@manyhands/protocol';
import type { PayeeReceipt } from '@manyhands/sdk';
import type { GuardedHub, HubState, MadeDemand } from '../chain/guarded-hub.ts';
import { chainFailure } from '../chain/opened.ts';
import { leavesOf, type PostedRoot } from './leaves.ts';
import { type Step, stepsAgainst, type Wishes } from './steps.ts';

export interface Watch {
  readonly hub: GuardedHub;
  /** Who pays for transactions and stakes; null: only reports. */
  readonly wallet: { readonly privateKey: string; readonly address: string } | null;
  /** Where published leaves are looked for. */
  readonly places: readonly string[];
  /** Of this hub. */
  readonly receipts: readonly PayeeReceipt[];
  readonly wishes: Wishes;
  readonly rpcUrl: string;
}

export interface Deed {
  readonly what: Step['kind'] | 'close';
  readonly why: string;
  /** The transaction; null where none was sent. */
  readonly tx: string | null;
  /** Why none was sent, or the hub refused it. */
  readonly failure: string | null;
}

export interface Look {
  readonly state: HubState;
  /** Whether leaves of the pending or active root could not be had. */
  readonly missing: readonly number[];
  readonly deeds: readonly Deed[];
}

/** Closes what is to be closed, then looks at the pending root, if there is one. */
export async function lookAtHub(watch: Watch): Promise<Look> {
  const state = await watch.hub.state();
  const newest = await watch.hub.posted(state.newestRoot);
  const demands = await demandsAt(watch, state.isPending ? newest : null);
  const closed: Deed[] = [];
  for (const demand of demands.filter((each) => isOver(each, state)))
    closed.push(await closing(watch, demand));
  const after = closed.length === 0 ? state : await watch.hub.state();
  const found = await lookAtRoot(watch, after, demands);
  return { ...found, deeds: [...closed, ...found.deeds] };
}

/** The own ones, for their stakes, and everybody's of the pending root: an operator may have made the same one first. */
async function demandsAt({ hub, wallet }: Watch, pending: PostedRoot | null): Promise<MadeDemand[]> {
  if (wallet === null) return [];
  const own = await hub.demands({ challenger: wallet.address });
  if (pending === null) return own;
  const others = await hub.demands({ root: pending });
  return [...own, ...others.filter(({ challenger }) => challenger !== wallet.address)];
}

/** A demand of a root that still waits is over when nobody answered in time; any other gives its stake back. */
const isOver = ({ isOpen, epoch, answerBy }: MadeDemand, state: HubState): boolean =>
  isOpen && (!state.isPending || epoch !== state.epoch || state.now > answerBy);

function closing({ hub, wallet, rpcUrl }: Watch, demand: MadeDemand): Promise<Deed> {
  const { index, account, cumulative } = demand;
  const why = `the demand of ${cumulative} token units for ${account} at place ${index} is over`;
  return deed(rpcUrl, { what: 'close', why }, () => hub.closeDemand(wallet?.privateKey ?? '', demand));
}

async function lookAtRoot(watch: Watch, state: HubState, demands: readonly MadeDemand[]): Promise<Look> {
  const { hub, places, receipts } = watch;
  const [active, newest] = await Promise.all([hub.posted(state.activeRoot), hub.posted(state.newestRoot)]);
  // Also while nothing is pending: the next root is compared with these, which may not be published any more then.
  const former = active === null ? [] : await leavesOf(active, places);
  const missing = former === null && active !== null ? [active.epoch] : [];
  if (!state.isPending) return { state, missing, deeds: [] };
  const next = newest === null ? [] : await leavesOf(newest, places);
  if (next === null) missing.push(state.epoch);
  const claimed = new Map<number, bigint>();
  for (const { index } of receipts) claimed.set(index, await hub.claimed(index));
  const asked = askedOf(newest, demands, watch.wallet?.address);
  const own = asked.filter(({ challenger }) => challenger === watch.wallet?.address);
  const steps = stepsAgainst(
    { epoch: state.epoch, former, next, receipts, claimed },
    // Answered or not, what was demanded of this root counts: a look again and again costs no more stakes.
    { ...watch.wishes, most: Math.max(0, watch.wishes.most - own.length) },
  );
  const deeds: Deed[] = [];
  for (const step of steps.filter((each) => !isAsked(each, asked))) deeds.push(await taken(watch, step));
  return { state, missing, deeds };
}

/** What was demanded of the pending root: by this watcher ever, by others as long as it is open. */
const askedOf = (
  pending: PostedRoot | null,
  demands: readonly MadeDemand[],
  watcher: string | undefined,
): MadeDemand[] =>
  demands.filter(
    ({ block, isOpen, challenger }) =>
      pending !== null && block >= pending.block && (isOpen || challenger === watcher),
  );

/** Each amount is a demand of its own: a lower one at the same place asks for less. */
function isAsked(step: Step, asked: readonly MadeDemand[]): boolean {
  if (step.kind === 'cancel') return false;
  const { index, account } = step.kind === 'demandLeaf' ? step.was : step.receipt;
  const amount = step.kind === 'demandLeaf' ? step.was.cumulative : step.due;
  return asked.some(
    (each) =>
      Number(each.index) === index && each.account === account.toLowerCase() && each.cumulative === amount,
  );
}

function taken({ hub, wallet, rpcUrl }: Watch, step: Step): Promise<Deed> {
  const about = { what: step.kind, why: step.why };
  if (wallet === null) return Promise.resolve({ ...about, tx: null, failure: null });
  const { privateKey } = wallet;
  return deed(rpcUrl, about, () => {
    if (step.kind === 'cancel') return hub.cancelRoot(privateKey, step.was, step.now);
    if (step.kind === 'demandLeaf') return hub.demandLeaf(privateKey, step.was);
    return hub.demandReceipt(privateKey, step.receipt);
  });
}

/** One refusal keeps nothing else from being done: somebody else may have been faster. */
async function deed(
  rpcUrl: string,
  about: Pick<Deed, 'what' | 'why'>,
  send: () => Promise<string>,
): Promise<Deed> {
  try {
    return { ...about, tx: await send(), failure: null };
  } catch (error) {
    const known = chainFailure(error, rpcUrl);
    if (!isKnownError(known) || known.code === 'CHAIN_UNREACHABLE') throw known;
    return { ...about, tx: null, failure: known.message };
  }
}
