import { KnownError } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { addClaim } from '../db/relay/add-claim.ts';
import { endClaim, markLost, markSent, putOff } from '../db/relay/move-claim.ts';
import type { RelayedClaim, RelayTerms } from '../db/relay/records.ts';
import { takeClaims } from '../db/relay/take-claims.ts';
import type { Purpose } from '../db/settlement/records.ts';
import { costOf, pays } from '../domain/gas.ts';
import { type Chain, ChainRefused, RELAYER_UNFUNDED } from './chain.ts';
import { doneWith, follow, keep, LeadLost } from './outbox.ts';
import { stuckPlace } from './places.ts';
import { worthBound } from './price-bounds.ts';
import { dueOf, type GasTerms, QUOTE_SECONDS, quoteRelay } from './quote.ts';
import { signerOfTerms } from './relay-terms.ts';

export interface RelayPorts {
  readonly db: Db;
  readonly chain: Chain;
  readonly gas: GasTerms;
  /** This coordinator among those of its database: only the one that settles sends. */
  readonly me?: string;
  /** Told what an operator should know. */
  report(what: string): void;
}

/** Claims that are looked at in one go, and how long that may take at most before somebody else takes them up. */
const CLAIMS_PER_LOOK = 10;
const LOOK_SECONDS = 60;
/** A mined claim is looked at again so often, and one that waits for cheaper gas. */
const MINED_SECONDS = 3;
const WAIT_SECONDS = 15;
/** Terms have to last so long when they come, in seconds: a claim takes its time. */
const LEAST_SECONDS = 60;

/**
 * Takes a payee's signed terms. Only what pays is taken [RC1], one at a time for each payee, and nothing that the payee
 * did not sign. Throws CLAIM_INVALID, CLAIM_BELOW_GAS, CLAIM_PENDING, PAYEE_UNROOTED or CHAIN_UNREACHABLE.
 * `now`: seconds since 1970.
 */
export async function askRelay(ports: RelayPorts, terms: RelayTerms, now: number): Promise<void> {
  const { chain } = ports;
  // The cheap check first: a stranger's guess must not cost calls to the chain.
  if (signerOfTerms(chain, terms) !== terms.payee)
    throw invalid('they are not signed by the payee for this relayer and hub');
  if (terms.deadline < now + LEAST_SECONDS || terms.deadline > now + 2 * QUOTE_SECONDS)
    throw invalid('their deadline is in the past, or far away: ask for a quote, and set the clock');
  const quote = await quoteRelay(ports, terms.payee, now);
  if (quote.reason?.code === 'PENDING') throw pending();
  if (quote.index !== terms.index || quote.claimed !== terms.claimed)
    throw invalid('something was claimed meanwhile: ask for a new quote');
  if (terms.fee + terms.least > quote.due)
    throw invalid(`fee and rest are more than the ${quote.due} that are due`);
  if (!pays({ fee: terms.fee, net: terms.least }, quote.cost))
    throw new KnownError(
      'CLAIM_BELOW_GAS',
      quote.reason?.sentence ?? `the gas costs ${quote.cost} by now: ask for a new quote`,
      { details: { due: String(quote.due), cost: String(quote.cost), fee: String(quote.fee) } },
    );
  if (!(await addClaim(ports.db, terms))) throw pending();
}

const invalid = (why: string): KnownError =>
  new KnownError('CLAIM_INVALID', `the terms of this claim are not taken: ${why}`);
const pending = (): KnownError =>
  new KnownError('CLAIM_PENDING', 'a claim for this payee is under way; wait until it is done');

/**
 * Moves every claim that is due a step on. A transaction is kept before it is sent, and sent again until its fate is
 * known, so a crash at any point repeats nothing and loses nothing. Where the price of gas rises it is made dearer, as far as
 * the payee's fee goes. Call it one at a time per process, where that leads. `now`: seconds since 1970.
 */
export async function relayClaims(ports: RelayPorts, now: number): Promise<void> {
  try {
    for (const claim of await takeClaims(ports.db, CLAIMS_PER_LOOK, LOOK_SECONDS))
      await (claim.state === 'asked' ? prepare(ports, claim, now) : lookAfter(ports, claim));
  } catch (error) {
    // What is left is looked at by whoever leads now.
    if (!(error instanceof LeadLost)) throw error;
  }
}

const purposeOf = ({ id }: RelayedClaim): Purpose => `relay:${id}`;

async function prepare(ports: RelayPorts, claim: RelayedClaim, now: number): Promise<void> {
  const { db, chain, gas } = ports;
  if (claim.deadline < now) return drop(db, claim, claim.why || 'its terms ran out');
  try {
    const due = await dueOf(db, chain, claim.payee);
    if (due.claimed !== claim.claimed)
      return await drop(db, claim, 'it was claimed by somebody else; no fee was taken');
    const offer = await chain.prepareRelay(due.claim, claim, await stuckPlace(ports));
    // The price of gas may have risen since the payee signed.
    if (!pays({ fee: claim.fee, net: claim.least }, costOf(offer.gas, gas.coinPrice)))
      return await putOff(db, claim.id, 'gas costs more than the fee at the moment', WAIT_SECONDS);
    const isKept = await db.transaction(async (sql) => {
      if (!(await markSent(sql, claim.id, offer.tx))) return false;
      await keep(ports, sql, purposeOf(claim), { offer, worth: claim.fee });
      return true;
    });
    if (!isKept) return;
    await chain.sendPrepared(offer);
    await putOff(db, claim.id, '', MINED_SECONDS);
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    await refused(ports, claim, error.reason);
  }
}

/** What may end by itself is waited for until the terms run out. */
async function refused({ db, report }: RelayPorts, { id }: RelayedClaim, reason: string): Promise<void> {
  if (reason === RELAYER_UNFUNDED) report('the operator has no coins for the gas of claims: they wait');
  const why = WAITS[reason] ?? `the hub refuses it: ${reason}`;
  await putOff(db, id, why, WAIT_SECONDS);
}

const DEARER = 'gas rose above the fee after it was sent';

const WAITS: Readonly<Record<string, string>> = {
  [RELAYER_UNFUNDED]: 'the relayer has no coins for gas at the moment',
  ProofInvalid: 'the last settlement cannot be claimed yet',
};

const drop = (sql: Sql, { id }: RelayedClaim, why: string): Promise<void> =>
  endClaim(sql, id, { state: 'dropped', why });

async function lookAfter(ports: RelayPorts, claim: RelayedClaim): Promise<void> {
  const { db, gas } = ports;
  const bound = worthBound({ sponsoring: { coinPrice: gas.coinPrice, feePpm: 0 } });
  const standing = await follow(ports, purposeOf(claim), bound);
  switch (standing.kind) {
    case 'mined':
      if (standing.depth < gas.confirmations) return putOff(db, claim.id, '', MINED_SECONDS);
      return over(ports, claim, (sql) =>
        endClaim(sql, claim.id, { state: 'done', why: '', tx: standing.tx }),
      );
    case 'waiting':
      return putOff(db, claim.id, standing.isDear ? DEARER : '', MINED_SECONDS);
    case 'none':
    case 'failed':
    case 'lost':
      // Made anew, unless it was claimed by somebody else.
      return over(ports, claim, (sql) => markLost(sql, claim.id));
    default:
      return standing satisfies never;
  }
}

/** Its transactions are done with, together with what became of it. */
const over = (ports: RelayPorts, claim: RelayedClaim, mark: (sql: Sql) => Promise<void>): Promise<void> =>
  ports.db.transaction(async (sql) => {
    await doneWith(ports, sql, purposeOf(claim));
    await mark(sql);
  });
