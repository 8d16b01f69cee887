/** The hub's rules over a ledger in memory. */
import {
  channelId,
  fromHex,
  hubDomain,
  type Payee,
  recoverTyped,
  type TokenUnits,
  VOUCHER,
  verifySumProof,
  verifySumRange,
  wordSum,
} from '@manyhands/protocol';
import {
  type Chain,
  ChainRefused,
  type ChannelState,
  type Claim,
  type EpochCall,
  type HubCall,
  type RelayTerms,
  type SignedVoucher,
} from './chain.ts';
import type { Bond, Cancellation, OpenDemand } from './chain-guard.ts';
import { decodeLeaves } from './leaf-list.ts';
import { larger } from './memory-gas.ts';
import { signerOfTerms } from './relay-terms.ts';

export type Call =
  | HubCall
  | { readonly kind: 'relay'; readonly claim: Claim; readonly terms: RelayTerms }
  /** To the operator itself. */
  | { readonly kind: 'nothing' };

/** What the protection of payees keeps. */
export interface GuardBook {
  readonly demands: Map<string, OpenDemand & { readonly epoch: number; readonly challenger: string }>;
  /** By epoch and root. */
  readonly cancelled: Map<string, Cancellation>;
  bond: Bond;
}

/** All that a reorganisation takes back. */
export interface Ledger {
  readonly channels: Map<string, ChannelState>;
  /** By channel, what exits gave back. */
  readonly takenOut: Map<string, bigint>;
  readonly posted: { readonly root: string; readonly tx: string; readonly block: number }[];
  readonly claimed: Map<number, bigint>;
  readonly balances: Map<string, bigint>;
  /** By transaction. */
  readonly mined: Map<string, { readonly block: number; readonly isFailed: boolean }>;
  readonly guard: GuardBook;
  earned: bigint;
  paid: bigint;
  /** How many of the posted roots are active. */
  active: number;
  /** Of the operator's next transaction. */
  nonce: number;
}

export const emptyLedger = (): Ledger => ({
  ...{
    channels: new Map(),
    takenOut: new Map(),
    posted: [],
    claimed: new Map(),
    balances: new Map(),
    mined: new Map(),
  },
  guard: { demands: new Map(), cancelled: new Map(), bond: { amount: 0n as TokenUnits, exitAt: null } },
  ...{ earned: 0n, paid: 0n, active: 0, nonce: 0 },
});

export const NO_ROOT = `0x${'0'.repeat(64)}`;
const NO_CHANNEL: ChannelState = { deposit: 0n as TokenUnits, spent: 0n as TokenUnits, exiting: false };

export const channelIn = (ledger: Ledger, id: string): ChannelState => ledger.channels.get(id) ?? NO_CHANNEL;

type Hub = Pick<Chain, 'chainId' | 'hub' | 'operator'>;

/** Throws {@link ChainRefused} where the hub would revert. */
export function check(ledger: Ledger, call: Call, hub: Hub): void {
  const root = fromHex(ledger.posted[ledger.active - 1]?.root ?? NO_ROOT);
  switch (call.kind) {
    case 'settle':
      checkEpoch(ledger, call.epoch, hub);
      return;
    case 'claims':
      if (!call.claims.every((claim) => verifySumProof(root, claim))) throw new ChainRefused('ProofInvalid');
      break;
    case 'range':
      if (!verifySumRange(root, call.range)) throw new ChainRefused('RangeUnproved');
      break;
    case 'relay':
      checkRelay(ledger, call, { root, hub });
      break;
    case 'nothing':
      return;
    default:
      call satisfies never;
  }
  checkSpent(ledger, leavesOf(call));
}

type PaidLeaf = Omit<Claim, 'proof'>;

/** What a call claims. */
function leavesOf(call: Exclude<Call, { kind: 'settle' | 'nothing' }>): readonly PaidLeaf[] {
  switch (call.kind) {
    case 'claims':
      return call.claims;
    case 'range':
      return decodeLeaves(call.range.leaves).map(({ index, ...leaf }) => ({
        ...leaf,
        index: index + call.range.first,
      }));
    case 'relay':
      return [call.claim];
    default:
      return call satisfies never;
  }
}

/** However a root moves leaves, all that was ever paid stays within what the newest one covers. */
function checkSpent(ledger: Ledger, leaves: readonly PaidLeaf[]): void {
  const claimed = new Map<number, bigint>();
  let { paid } = ledger;
  for (const { index, cumulative } of leaves) {
    const had = claimed.get(index) ?? ledger.claimed.get(index) ?? 0n;
    if (cumulative <= had) continue;
    paid += cumulative - had;
    claimed.set(index, cumulative);
  }
  if (paid > coveredIn(ledger)) throw new ChainRefused('RootOverdrawn');
}

const coveredIn = ({ posted }: Ledger): bigint => wordSum(fromHex(posted.at(-1)?.root ?? NO_ROOT));

function checkEpoch(ledger: Ledger, { number, vouchers, root }: EpochCall, hub: Hub): void {
  const { posted, active } = ledger;
  if (number !== posted.length + 1) throw new ChainRefused('WrongEpoch');
  if (active < posted.length) throw new ChainRefused('RootPending');
  const gains = vouchers.map((voucher) => gainOf(ledger, voucher, hub));
  const sum = wordSum(fromHex(root));
  if (sum > gains.reduce((all, gain) => all + gain, ledger.earned)) throw new ChainRefused('RootAboveEarned');
  // While a root waited that was cancelled then, claims may have reached beyond the one before.
  if (sum < larger(ledger.paid, coveredIn(ledger))) throw new ChainRefused('RootBelowPrevious');
}

function checkRelay(
  ledger: Ledger,
  { claim, terms }: { readonly claim: Claim; readonly terms: RelayTerms },
  { root, hub }: { readonly root: Uint8Array; readonly hub: Hub },
): void {
  const claimed = ledger.claimed.get(claim.index) ?? 0n;
  if (claimed !== terms.claimed) throw new ChainRefused('RelayStale');
  if (signerOfTerms(hub, terms) !== claim.account) throw new ChainRefused('RelayForged');
  if (!verifySumProof(root, claim)) throw new ChainRefused('ProofInvalid');
  if (claim.cumulative - claimed < terms.fee + terms.least) throw new ChainRefused('RelayTooSmall');
}

/** What redeeming adds, 0 for one that was overtaken; throws VoucherForged where the hub would. */
function gainOf(ledger: Ledger, voucher: SignedVoucher, hub: Hub): bigint {
  const channel = channelId(voucher.researcher, voucher.signer, voucher.salt);
  const { deposit, spent } = channelIn(ledger, channel);
  const gain = smaller(voucher.cumulative, deposit) - spent;
  if (gain <= 0n) return 0n;
  if (signerOf(channel, voucher, hub) !== voucher.signer.toLowerCase())
    throw new ChainRefused('VoucherForged');
  return gain;
}

const MOST_SIGNERS = 20_000;
const signers = new Map<string, string | null>();

/** Remembered: random sequences redeem the same few vouchers a hundred thousand times. */
function signerOf(
  channel: string,
  { cumulative, signature }: SignedVoucher,
  { chainId, hub }: Hub,
): string | null {
  const name = `${chainId} ${hub} ${channel} ${cumulative} ${signature}`;
  const known = signers.get(name);
  if (known !== undefined) return known;
  const promise = { channel, cumulative: cumulative as bigint };
  const signer = recoverTyped(hubDomain(chainId, hub), VOUCHER, promise, signature);
  if (signers.size >= MOST_SIGNERS) signers.clear();
  signers.set(name, signer);
  return signer;
}

interface Mining {
  readonly tx: string;
  readonly block: number;
  readonly hub: Hub;
}

/** Does what a call says; it was checked. */
export function act(ledger: Ledger, call: Call, { tx, block, hub }: Mining): void {
  switch (call.kind) {
    case 'settle':
      for (const voucher of call.epoch.vouchers) redeem(ledger, voucher, hub);
      ledger.posted.push({ root: call.epoch.root, tx, block });
      return;
    case 'claims':
    case 'range':
      for (const leaf of leavesOf(call)) pay(ledger, leaf);
      return;
    case 'relay':
      pay(ledger, call.claim, { to: hub.operator, amount: call.terms.fee });
      return;
    case 'nothing':
      return;
    default:
      call satisfies never;
  }
}

/** The active root stands in the place of the pending one, and the epoch is used up. */
export function cancelPending(ledger: Ledger): void {
  const root = ledger.posted[ledger.active - 1]?.root ?? NO_ROOT;
  const cancelled = ledger.posted.pop();
  if (cancelled !== undefined) ledger.posted.push({ ...cancelled, root });
  ledger.active = ledger.posted.length;
}

function redeem(ledger: Ledger, voucher: SignedVoucher, hub: Hub): void {
  const gain = gainOf(ledger, voucher, hub);
  const id = channelId(voucher.researcher, voucher.signer, voucher.salt);
  const open = channelIn(ledger, id);
  ledger.channels.set(id, { ...open, spent: (open.spent + gain) as TokenUnits });
  ledger.earned += gain;
}

function pay(
  ledger: Ledger,
  { index, account, cumulative }: PaidLeaf,
  fee?: { readonly to: Payee; readonly amount: bigint },
): void {
  const amount = cumulative - (ledger.claimed.get(index) ?? 0n);
  if (amount <= 0n) return;
  ledger.claimed.set(index, cumulative);
  ledger.paid += amount;
  give(ledger, account, amount - (fee?.amount ?? 0n));
  if (fee !== undefined) give(ledger, fee.to, fee.amount);
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export const give = ({ balances }: Ledger, to: string, amount: bigint): void => {
  balances.set(to, (balances.get(to) ?? 0n) + amount);
};
