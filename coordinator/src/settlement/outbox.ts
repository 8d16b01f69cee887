/** The operator's own transactions: kept before they are sent, followed until they are done, made dearer where they are stuck. */
import type { Sql } from '../db/db.ts';
import { keepOutgoing } from '../db/settlement/keep-outgoing.ts';
import { readOutgoing } from '../db/settlement/read-outgoing.ts';
import type { Outgoing, Purpose } from '../db/settlement/records.ts';
import { retireOutgoing } from '../db/settlement/retire-outgoing.ts';
import { holdLead } from '../db/settlement/take-lead.ts';
import type { Fate, Offer } from './chain.ts';
import { nameOf, type SettlementPorts } from './ports.ts';

/** What following the operator's transactions takes. */
export type OutboxPorts = Pick<SettlementPorts, 'db' | 'chain' | 'me'>;

/** Seconds after which a transaction that is not mined is looked at for its price. */
export const STUCK_SECONDS = 45;

/** How things stand with what was sent for a purpose. */
export type Standing =
  | { readonly kind: 'none' }
  | { readonly kind: 'mined'; readonly tx: string; readonly depth: number }
  /** Mined, and refused by the hub. */
  | { readonly kind: 'failed' }
  /** None of them can be mined any more, or not before one that nobody sent. */
  | { readonly kind: 'lost' }
  /** `isDear`: a price at which it would be mined is above its bound. */
  | { readonly kind: 'waiting'; readonly isDear: boolean };

/** Of transactions that take each other's place, at most one is ever mined. Pure. */
export function standingOf(
  sent: readonly { readonly tx: string; readonly fate: Fate }[],
): Exclude<Standing, { kind: 'waiting' }> | { readonly kind: 'waiting' } {
  if (sent.length === 0) return { kind: 'none' };
  for (const { tx, fate } of sent) if (fate.kind === 'mined') return { kind: 'mined', tx, depth: fate.depth };
  if (sent.some(({ fate }) => fate.kind === 'failed')) return { kind: 'failed' };
  return sent.some(({ fate }) => fate.kind === 'waiting') ? { kind: 'waiting' } : { kind: 'lost' };
}

/** Wei at most for a unit of gas of a transaction; null: any. */
export type PriceBound = (sent: Pick<Outgoing, 'gas' | 'worth'>) => bigint | null;

/** Looks after what was sent for a purpose: sends again what waits, at a better price where it is stuck. */
export async function follow(
  ports: OutboxPorts,
  purpose: Purpose,
  priceBound: PriceBound,
): Promise<Standing> {
  const { db, chain } = ports;
  const sent = await readOutgoing(db, purpose);
  const fates = await Promise.all(sent.map((each) => chain.fateOf(each)));
  const standing = standingOf(sent.map(({ tx }, i) => ({ tx, fate: fates[i] })));
  if (standing.kind !== 'waiting') return standing;
  const newest = sent[sent.length - 1];
  const isStuck = newest.age >= STUCK_SECONDS;
  // Where an earlier place stays empty, as on a chain that was rebuilt, it would wait for ever.
  if (isStuck && fates.every((fate) => fate.kind === 'waiting' && fate.hasGap)) return { kind: 'lost' };
  await chain.sendPrepared(newest);
  const isDear = isStuck && !(await raised(ports, purpose, { newest, priceBound }));
  return { kind: 'waiting', isDear };
}

/** Puts a dearer one in the place of a stuck transaction, if its price is why it waits; false where that may not be. */
async function raised(
  ports: OutboxPorts,
  purpose: Purpose,
  { newest, priceBound }: { readonly newest: Outgoing; readonly priceBound: PriceBound },
): Promise<boolean> {
  const repriced = await ports.chain.reprice(newest, priceBound(newest));
  if (repriced.kind !== 'offer') return repriced.kind === 'enough';
  const { offer } = repriced;
  await ports.db.transaction((sql) =>
    keep(ports, sql, purpose, {
      offer: { ...offer, gas: { ...offer.gas, gas: newest.gas } },
      worth: newest.worth,
    }),
  );
  await ports.chain.sendPrepared(offer);
  return true;
}

export interface Kept {
  readonly offer: Offer;
  /** Token units that its gas may cost at most, to be remembered; null: any, or reckoned anew each time. */
  readonly worth: bigint | null;
}

/**
 * Keeps a prepared transaction, in the database transaction of what it is for. Throws {@link LeadLost}: two coordinators
 * never both send.
 */
export async function keep(ports: OutboxPorts, sql: Sql, purpose: Purpose, kept: Kept): Promise<void> {
  await mustLead(ports, sql);
  await keepOutgoing(sql, purpose, kept);
}

/**
 * Is done with what was sent for a purpose. It is remembered as past, also where it seems lost: a reorganisation may put it back into
 * the pool, and an empty place before it may be filled. Throws {@link LeadLost}: what another coordinator has sent meanwhile stays.
 */
export const forget = (ports: OutboxPorts, purpose: Purpose): Promise<void> =>
  ports.db.transaction((sql) => doneWith(ports, sql, purpose));

/** The same in the database transaction of what it means. */
export async function doneWith(ports: OutboxPorts, sql: Sql, purpose: Purpose): Promise<void> {
  await mustLead(ports, sql);
  await retireOutgoing(sql, purpose);
}

/** Until the transaction ends nobody else leads. Throws {@link LeadLost}: what was seen before may be long over. */
export async function mustLead(ports: OutboxPorts, sql: Sql): Promise<void> {
  if (!(await holdLead(sql, nameOf(ports)))) throw new LeadLost();
}

/** Another coordinator settles now: what this one prepared was never sent. */
export class LeadLost extends Error {
  constructor() {
    super('another coordinator settles now');
    this.name = 'LeadLost';
  }
}
