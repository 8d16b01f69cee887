/**
 * The hub as a page of arithmetic, without trees, signatures or storage: what the contract is compared with, in whatever order
 * things happen. Place i of every root belongs to payee i.
 */
export const DELAY = 600;
export const EXIT_WINDOW = 3_600;
export const SILENCE = 86_400;

/** What a root says, place by place. */
export type Root = readonly bigint[];

export interface ModelChannel {
  readonly deposit: bigint;
  readonly spent: bigint;
  /** Seconds; 0: no exit is under way. */
  readonly exitAt: number;
}

export interface HubState {
  readonly now: number;
  readonly channels: readonly ModelChannel[];
  readonly earned: bigint;
  readonly paid: bigint;
  /** The newest root's sum, and what receipts were paid beyond it. */
  readonly covered: bigint;
  /** One for each epoch. */
  readonly roots: readonly Root[];
  readonly postedAt: number;
  /** By place. */
  readonly claimed: readonly bigint[];
  /** What payees have of tokens, and what the relayer kept of them as fees. */
  readonly payees: readonly bigint[];
  readonly fees: readonly bigint[];
}

export interface ModelVoucher {
  readonly channel: number;
  readonly cumulative: bigint;
}

export type Action =
  | { readonly kind: 'deposit'; readonly channel: number; readonly amount: bigint }
  | { readonly kind: 'redeem'; readonly vouchers: readonly ModelVoucher[] }
  | {
      readonly kind: 'settle';
      readonly epoch: number;
      readonly root: Root;
      readonly vouchers: readonly ModelVoucher[];
    }
  /** One leaf or several, proved against a root. */
  | { readonly kind: 'claim' | 'claims'; readonly places: readonly number[]; readonly root: Root }
  | { readonly kind: 'range'; readonly first: number; readonly width: number; readonly root: Root }
  | {
      readonly kind: 'relay';
      readonly place: number;
      readonly root: Root;
      readonly claimed: bigint;
      readonly fee: bigint;
      readonly least: bigint;
    }
  | { readonly kind: Leaving; readonly channel: number }
  /** The root is what the leaf is shown of; an empty one before the first epoch. */
  | {
      readonly kind: 'receipt';
      readonly place: number;
      readonly cumulative: bigint;
      readonly root: Root;
    };

/** Why the hub refuses an action: the name of its error. */
export class Refused extends Error {}

export const emptyHub = (
  now: number,
  { channels, payees }: { readonly channels: number; readonly payees: number },
): HubState => ({
  now,
  channels: Array.from({ length: channels }, () => ({ deposit: 0n, spent: 0n, exitAt: 0 })),
  ...{ earned: 0n, paid: 0n, covered: 0n, roots: [], postedAt: now },
  claimed: Array(payees).fill(0n),
  payees: Array(payees).fill(0n),
  fees: Array(payees).fill(0n),
});

/** The state after an action at its time; throws {@link Refused}, and then nothing has changed. Pure. */
export function act(hub: HubState, action: Action): HubState {
  switch (action.kind) {
    case 'deposit':
      return deposit(hub, action);
    case 'redeem':
      return redeem(hub, action.vouchers);
    case 'settle':
      return settle(hub, action);
    case 'claim':
    case 'claims':
      return claim(hub, action.places, action.root);
    case 'range':
      return claim(hub, placesOf(action), action.root, 'RangeUnproved');
    case 'relay':
      return relay(hub, action);
    case 'requestExit':
    case 'cancelExit':
    case 'exit':
      return leave(hub, action.kind, action.channel);
    case 'receipt':
      return payReceipt(hub, action);
    default:
      return action satisfies never;
  }
}

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;
type Leaving = 'requestExit' | 'cancelExit' | 'exit';

export const isActive = ({ roots, now, postedAt }: HubState): boolean =>
  roots.length === 0 || now >= postedAt + DELAY;

/** What claims are proved against: the newest root, or the one before while that waits. */
export const activeRoot = (hub: HubState): Root => hub.roots.at(isActive(hub) ? -1 : -2) ?? [];

export const newestRoot = ({ roots }: HubState): Root => roots.at(-1) ?? [];

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, each) => all + each, 0n);

function refuseUnless(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new Refused(reason);
}

function deposit(hub: HubState, { channel, amount }: Of<'deposit'>): HubState {
  const open = hub.channels[channel];
  refuseUnless(open.exitAt === 0, 'ChannelExiting');
  return withChannel(hub, channel, { ...open, deposit: open.deposit + amount });
}

function redeem(hub: HubState, vouchers: readonly ModelVoucher[]): HubState {
  let next = hub;
  for (const { channel, cumulative } of vouchers) {
    const open = next.channels[channel];
    const worth = smaller(cumulative, open.deposit);
    if (worth <= open.spent) continue;
    next = { ...next, earned: next.earned + worth - open.spent };
    next = withChannel(next, channel, { ...open, spent: worth });
  }
  return next;
}

function settle(hub: HubState, { epoch, root, vouchers }: Of<'settle'>): HubState {
  refuseUnless(epoch === hub.roots.length + 1, 'WrongEpoch');
  refuseUnless(isActive(hub), 'RootPending');
  const paidIn = redeem(hub, vouchers);
  refuseUnless(sum(root) <= paidIn.earned, 'RootAboveEarned');
  refuseUnless(sum(root) >= larger(hub.paid, hub.covered), 'RootBelowPrevious');
  return { ...paidIn, roots: [...hub.roots, root], covered: sum(root), postedAt: hub.now };
}

function claim(hub: HubState, places: readonly number[], root: Root, unproved = 'ProofInvalid'): HubState {
  refuseUnless(isSame(root, activeRoot(hub)) && root.length > 0, unproved);
  const { claimed, growth } = raised(
    hub,
    places.map((place) => [place, root[place]]),
  );
  return pay({ ...hub, claimed }, growth);
}

function relay(hub: HubState, { place, root, claimed, fee, least }: Of<'relay'>): HubState {
  refuseUnless(hub.claimed[place] === claimed, 'RelayStale');
  refuseUnless(isSame(root, activeRoot(hub)) && root.length > 0, 'ProofInvalid');
  const taken = raised(hub, [[place, root[place]]]);
  refuseUnless(taken.growth[place] >= fee + least, 'RelayTooSmall');
  const paid = pay({ ...hub, claimed: taken.claimed }, taken.growth);
  return {
    ...paid,
    payees: paid.payees.with(place, paid.payees[place] - fee),
    fees: paid.fees.with(place, paid.fees[place] + fee),
  };
}

function leave(hub: HubState, kind: Leaving, channel: number): HubState {
  const open = hub.channels[channel];
  if (kind === 'requestExit') {
    refuseUnless(open.exitAt === 0, 'ChannelExiting');
    return withChannel(hub, channel, { ...open, exitAt: hub.now + EXIT_WINDOW });
  }
  refuseUnless(open.exitAt !== 0, 'ChannelNotExiting');
  if (kind === 'cancelExit') return withChannel(hub, channel, { ...open, exitAt: 0 });
  refuseUnless(hub.now >= open.exitAt, 'ExitTooEarly');
  return withChannel(hub, channel, { ...open, deposit: open.spent, exitAt: 0 });
}

function payReceipt(hub: HubState, { place, cumulative, root }: Of<'receipt'>): HubState {
  refuseUnless(hub.now >= hub.postedAt + SILENCE, 'NotSilent');
  refuseUnless(isSame(root, newestRoot(hub)), 'ProofInvalid');
  const covered = larger(hub.claimed[place], root[place] ?? 0n);
  const payable = smaller(cumulative, covered + hub.earned - hub.covered);
  const beyond = larger(payable - covered, 0n);
  const { claimed, growth } = raised(hub, [[place, payable]]);
  return pay({ ...hub, claimed, covered: hub.covered + beyond }, growth);
}

function raised({ claimed }: HubState, to: readonly (readonly [place: number, cumulative: bigint])[]) {
  const next = [...claimed];
  for (const [place, cumulative] of to) next[place] = larger(next[place], cumulative);
  return { claimed: next, growth: next.map((amount, place) => amount - claimed[place]) };
}

/** All that was ever paid stays within what is covered. */
function pay(hub: HubState, growth: readonly bigint[]): HubState {
  const paid = hub.paid + sum(growth);
  refuseUnless(paid <= hub.covered, 'RootOverdrawn');
  return { ...hub, paid, payees: hub.payees.map((has, place) => has + growth[place]) };
}

export const placesOf = ({ first, width }: Pick<Of<'range'>, 'first' | 'width'>): number[] =>
  Array.from({ length: width }, (_, i) => first + i);

const withChannel = (hub: HubState, at: number, open: ModelChannel): HubState => ({
  ...hub,
  channels: hub.channels.with(at, open),
});

const isSame = (a: Root, b: Root): boolean => a.length === b.length && a.every((each, i) => each === b[i]);
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
