import { KnownError, type Payee, type TokenUnits } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { findClaim } from '../db/relay/find-claim.ts';
import type { RelayedClaim } from '../db/relay/records.ts';
import { costOf, feeFor, pays } from '../domain/gas.ts';
import { type Chain, ChainRefused, type Claim } from './chain.ts';
import { rootedIn } from './rooted.ts';

/** What the terms of a claim add to the gas of a plain one: a signature and a second transfer. A test holds it to be enough. */
export const TERMS_GAS = 45_000n;
/** How long a quote is good for, in seconds: the deadline of the terms that are signed on it. */
export const QUOTE_SECONDS = 3_600;

export interface GasTerms {
  /** Token units for one coin of the chain, in which gas is paid; 0 where gas costs nothing. */
  readonly coinPrice: bigint;
  /** Blocks on top of a claim's own, after which it is taken for good. */
  readonly confirmations: number;
}

export type QuoteReason = 'NOTHING_DUE' | 'BELOW_GAS' | 'PENDING';

/** What a claim by the relayer would bring a payee now. Amounts are token units. */
export interface RelayQuote {
  readonly index: number;
  readonly claimed: TokenUnits;
  /** Settled and not claimed. */
  readonly due: bigint;
  /** What the gas costs now. */
  readonly cost: bigint;
  readonly fee: bigint;
  /** What the payee gets: `due` less `fee`; 0 where the fee is more. */
  readonly net: bigint;
  readonly relayer: Payee;
  /** Seconds since 1970. */
  readonly deadline: number;
  /** Why it cannot be claimed now, or null. */
  readonly reason: { readonly code: QuoteReason; readonly sentence: string } | null;
  /** The last one that was asked for. */
  readonly last: RelayedClaim | null;
}

export interface DueClaim {
  readonly claim: Claim;
  readonly claimed: TokenUnits;
}

/** A payee's leaf under the newest root and what was claimed of it. Throws PAYEE_UNROOTED. */
export async function dueOf(sql: Sql, chain: Chain, payee: string): Promise<DueClaim> {
  const rooted = await rootedIn(sql);
  const leaf = rooted?.byAccount.get(payee as Payee);
  if (rooted === null || leaf === undefined)
    throw new KnownError(
      'PAYEE_UNROOTED',
      `no settled epoch names ${payee} yet; ask again after the next one`,
    );
  const [[claimed], book] = await Promise.all([chain.claimed([leaf.index]), chain.book()]);
  if (book.root !== rooted.root) throw new ChainRefused('ProofInvalid');
  return { claim: { ...leaf, proof: rooted.tree.proof(leaf.index) }, claimed };
}

/** Throws PAYEE_UNROOTED or CHAIN_UNREACHABLE. `now`: seconds since 1970. */
export async function quoteRelay(
  { db, chain, gas }: { readonly db: Sql; readonly chain: Chain; readonly gas: GasTerms },
  payee: Payee,
  now: number,
): Promise<RelayQuote> {
  const last = await findClaim(db, payee);
  const { claim, claimed } = await dueOf(db, chain, payee).catch(notActive);
  const due = claim.cumulative > claimed ? claim.cumulative - claimed : 0n;
  const cost = due === 0n ? 0n : await costNow(chain, claim, gas.coinPrice).catch(notActive);
  const fee = feeFor(cost);
  const net = due > fee ? due - fee : 0n;
  const reason = reasonOf({ due, cost, fee, net, pending: isPending(last) });
  const terms = { relayer: chain.operator, deadline: now + QUOTE_SECONDS };
  return { index: claim.index, claimed, due, cost, fee, net, ...terms, reason, last };
}

const isPending = (last: RelayedClaim | null): boolean => last?.state === 'asked' || last?.state === 'sent';

/** Token units that a claim on terms costs now. */
async function costNow(chain: Chain, claim: Claim, coinPrice: bigint): Promise<bigint> {
  const { gas, price } = await chain.gasFor({ kind: 'claims', claims: [claim] });
  return costOf({ gas: gas + TERMS_GAS, price }, coinPrice);
}

/** A root is posted some time before it can be claimed against. */
function notActive(error: unknown): never {
  if (!(error instanceof ChainRefused)) throw error;
  throw new KnownError('CLAIM_PENDING', 'the last settlement can be claimed in a while; ask again then', {
    cause: error,
  });
}

function reasonOf(found: {
  readonly due: bigint;
  readonly cost: bigint;
  readonly fee: bigint;
  readonly net: bigint;
  readonly pending: boolean;
}): RelayQuote['reason'] {
  const { due, cost, fee, net, pending } = found;
  if (pending) return { code: 'PENDING', sentence: 'A claim is under way.' };
  if (due === 0n) return { code: 'NOTHING_DUE', sentence: 'Everything that is settled was paid out.' };
  if (pays({ fee, net }, cost)) return null;
  return {
    code: 'BELOW_GAS',
    sentence: `The balance of ${due} is below what claiming it costs, about ${fee}, and as much for the payee; it keeps.`,
  };
}
