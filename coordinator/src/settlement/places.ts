/** The operator's row of nonces: what is stuck in it holds up nothing behind it [ST8]. */
import { findPlannedEpoch } from '../db/settlement/find-planned-epoch.ts';
import { readAllOutgoing } from '../db/settlement/read-outgoing.ts';
import type { Outgoing } from '../db/settlement/records.ts';
import { ChainRefused, GAS_TOO_DEAR, type Offer, RELAYER_UNFUNDED } from './chain.ts';
import { forget, keep, type OutboxPorts, STUCK_SECONDS } from './outbox.ts';
import type { SettlementPorts } from './ports.ts';
import { boundOf, worthBound } from './price-bounds.ts';

const isStuck = ({ age }: Outgoing): boolean => age >= STUCK_SECONDS;
const givesWay = (sent: Outgoing): boolean => sent.purpose === 'claims' || isStuck(sent);
/** Nobody follows it. */
const isNobodys = ({ purpose }: Outgoing): boolean => purpose === 'nothing' || purpose === 'past';

/** Of each place at which what we sent waits to be mined, the dearest that was sent to it; the first in the row first. */
async function waiting({ db, chain }: OutboxPorts, mayYield = givesWay): Promise<Outgoing[]> {
  const newest = new Map<number, Outgoing>();
  for (const each of await readAllOutgoing(db)) newest.set(each.nonce, each);
  const sent = [...newest.values()];
  // The chain is asked only where somebody may have to make room.
  if (!sent.some(mayYield)) return [];
  const fates = await Promise.all(sent.map((each) => chain.fateOf(each)));
  return sent.filter((_, i) => {
    const fate = fates[i];
    // Behind an empty place there is nothing to be mined.
    return fate.kind === 'waiting' && !fate.hasGap;
  });
}

/** What is stuck, whose place something new takes instead of waiting behind it; it is made again. */
export const stuckPlace = async (ports: OutboxPorts): Promise<Outgoing | undefined> =>
  (await waiting(ports)).find(isStuck);

/** The same for an epoch, to which claims give way at once. */
export const placeForEpoch = async (ports: OutboxPorts): Promise<Outgoing | undefined> =>
  (await waiting(ports)).find(givesWay);

/**
 * Where the first in the row is stuck and a price that would do is more than it may cost, it gives its place to nothing, at no
 * higher price than the dearest behind it offers: that has its turn then, and what was stuck is made again when it is worth it.
 */
export async function clearWay(ports: SettlementPorts): Promise<void> {
  await forgetNothing(ports);
  // What is past concerns nobody before something behind it is stuck.
  const [first, ...behind] = await waiting(ports, (sent) => sent.purpose !== 'past' && givesWay(sent));
  if (first === undefined || behind.length === 0 || !isStuck(first)) return;
  const { most } = behind.reduce((dearest, each) => (each.most > dearest.most ? each : dearest));
  if (!(await isTooDear(ports, first, most))) return;
  const offer = await nothingFor(ports, first, most);
  if (offer === null) return;
  await ports.db.transaction((sql) => keep(ports, sql, 'nothing', { offer, worth: null }));
  await ports.chain.sendPrepared(offer);
}

/** Whether its own bound keeps it from being mined; otherwise whoever sent it makes it dearer. */
async function isTooDear(ports: SettlementPorts, first: Outgoing, behind: bigint): Promise<boolean> {
  if (isNobodys(first)) return (await ports.chain.reprice(first, behind)).kind === 'offer';
  return (await ports.chain.reprice(first, await ownBound(ports, first))).kind === 'dear';
}

async function ownBound(ports: SettlementPorts, sent: Outgoing): Promise<bigint | null> {
  if (sent.purpose !== 'epoch') return worthBound(ports)(sent);
  const plan = await findPlannedEpoch(ports.db);
  return plan === null ? null : (await boundOf(ports, plan))(sent);
}

async function nothingFor(ports: SettlementPorts, first: Outgoing, most: bigint): Promise<Offer | null> {
  try {
    return await ports.chain.vacate(first, most);
  } catch (error) {
    if (!(error instanceof ChainRefused)) throw error;
    if (error.reason === RELAYER_UNFUNDED)
      ports.report('the operator has no coins for the gas of what would clear the way of its transactions');
    else if (error.reason !== GAS_TOO_DEAR) throw error;
    return null;
  }
}

/** What was mined, or can be no more, is done with; what waits is sent again, as nodes forget. */
async function forgetNothing(ports: SettlementPorts): Promise<void> {
  const { db, chain } = ports;
  const sent = (await readAllOutgoing(db)).filter(({ purpose }) => purpose === 'nothing');
  if (sent.length === 0) return;
  const fates = await Promise.all(sent.map((each) => chain.fateOf(each)));
  const waits = sent.filter((_, i) => fates[i].kind === 'waiting');
  for (const each of waits) await chain.sendPrepared(each);
  if (waits.length > 0) return;
  await forget(ports, 'nothing');
}
